"""What the page of an edition asks about its report."""

from django import template

from lonja.impact.models import OutcomeReport

register = template.Library()


@register.simple_tag
def has_public_report(edition):
    """Whether everybody may read what came of an edition."""
    return OutcomeReport.objects.filter(edition=edition, is_public=True).exists()
