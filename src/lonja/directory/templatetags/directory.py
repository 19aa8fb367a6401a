"""Words of the directory's templates."""

from django import template
from django.conf import settings
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from lonja.directory.amounts import euros as as_euros
from lonja.directory.lifecycle import MembershipStatus
from lonja.directory.places import country_name

register = template.Library()
CHECKED = mark_safe(" checked")  # noqa: S308  our own words


@register.filter
def country(code):
    """The name of a country in the reader's language."""
    return country_name(code)


@register.filter
def holds(verbs, verb):
    """Whether a set of verbs holds one, for `{% include … with %}`."""
    return verb in verbs


@register.simple_tag
def crumbs(*parts):
    """Pairs of label and address, and last the label of this page, as items of the breadcrumbs."""
    pairs = [{"label": label, "href": href} for label, href in zip(parts[:-1:2], parts[1:-1:2], strict=True)]
    return [*pairs, {"label": parts[-1]}]


STATES = {
    MembershipStatus.ACTIVE: "good",
    MembershipStatus.APPLIED: "info",
    MembershipStatus.APPROVED: "info",
    MembershipStatus.SUSPENDED: "warn",
    MembershipStatus.DECLINED: "bad",
}


@register.filter
def status_state(status):
    """The look of the tag for a membership's status."""
    return STATES.get(status, "neutral")


# A page holds a hundred of them: written by a template they take half of its time.
@register.simple_tag
def facet_option(group, option):
    """One choice of a search, with its number."""
    return format_html(
        '<label class="facet-option"><input type="checkbox" name="{}" value="{}"{}> '
        '<span>{}</span><span class="facet-count">{}</span></label>',
        group,
        option.value,
        CHECKED if option.checked else "",
        option.label,
        number_format(option.count),
    )


@register.filter
def euros(cents):
    """Whole cents as people write them."""
    return as_euros(cents)


@register.filter
def unlocalized(number):
    """A number for an address: digits only."""
    return str(int(number))


@register.filter
def site_address(row):
    """The whole address of a page, for those who read it elsewhere."""
    return f"{settings.SITE_URL}{row.get_absolute_url()}"
