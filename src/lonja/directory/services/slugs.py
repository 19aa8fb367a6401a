"""Short addresses: made once from the name, then kept whatever the name becomes."""

from django.utils.text import slugify

RESERVED = {"new", "import", "export", "template", "me", "map", "figures", "compare", "registrations"}


def free_slug(model, name):
    """A slug for `name` that no row of `model` has."""
    stem = slugify(name)[:100].strip("-") or model._meta.model_name
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
