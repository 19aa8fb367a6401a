"""Short addresses: made once from the name, then kept whatever the name becomes."""

from django.utils.text import slugify

RESERVED = {"new", "import", "export", "template", "me", "map", "figures", "compare", "registrations"}


def free_slug(model, name):
    """A slug for `name` that no row of `model` has."""
    return free_slugs(model, [name])[0]


def free_slugs(model, names):
    """A slug for each of `names` that no row of `model` has and no other of them gets; one query."""
    stems = [slugify(name)[:100].strip("-") or model._meta.model_name for name in names]
    there = model.objects.order_by()
    if len(stems) == 1:
        there = there.filter(slug__startswith=stems[0])
    taken = set(there.values_list("slug", flat=True)) | RESERVED
    numbers, slugs = {}, []
    for stem in stems:
        slug, number = stem, numbers.get(stem, 2)
        while slug in taken:
            slug, number = f"{stem}-{number}", number + 1
        numbers[stem] = number
        taken.add(slug)
        slugs.append(slug)
    return slugs
