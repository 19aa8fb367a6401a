"""Good practices among the things that can be found: public ones by everybody, others by organisers."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.algorithms.relevance import Kind
from lonja.base.texts import worded
from lonja.directory.places import country_name, folded
from lonja.impact.models import OutcomeReport
from lonja.impact.policies import on_public_edition, reports
from lonja.partnering.engine.index import Document, Shown, Source
from lonja.partnering.engine.index_sources import narrowed, written

PARTS = ("resources", "evidence", "difficulties", "transfer")


def described():
    """Reports that hold a good practice: its page opens once there are figures."""
    return OutcomeReport.objects.filter(published_at__isnull=False)


def is_public():
    """Good practices that everybody may read."""
    return Q(is_public=True, practice_is_public=True) & on_public_edition()


def seen_by(actor):
    """The good practices that an actor may read."""
    everybody = described().filter(is_public())
    own = reports.scope(actor, "organise")
    return described().filter(Q(pk__in=everybody.values("pk")) | Q(pk__in=own.values("pk")))


def documents(rows):
    """The documents of good practices."""
    public = set(described().filter(is_public()).values_list("pk", flat=True))
    for row in rows.select_related("edition__event"):
        edition = row.edition
        yield Document(
            row.pk,
            (f"practice:{row.pk}",),
            Kind.PROJECT,
            written(
                edition.event.name,
                [row.summary, *(getattr(row, name) for name in PARTS)],
                {},
                names=f"{edition} {edition.city}",
            ),
            facets=narrowed(country=edition.country),
            place=edition.country,
            name=folded(worded(edition.event.name).text),
            made_at=row.published_at.timestamp(),
            is_public=row.pk in public,
        )


def show(rows, actor):
    """Good practices as a list shows them."""
    found = {}
    for row in rows.select_related("edition__event"):
        edition, title = row.edition, worded(row.edition.event.name)
        found[row.pk] = Shown(
            _("Good practice: %(name)s") % {"name": title.text or edition.event.slug},
            reverse("impact:practice", args=[edition.event.slug, edition.slug]),
            _("Good practice"),
            tuple(
                filter(
                    None,
                    [str(edition.starts_on.year), country_name(edition.country) if edition.country else ""],
                )
            ),
            state="" if row.is_public and row.practice_is_public else _("Private"),
        )
    return found


SOURCE = Source(
    "practice",
    gettext_lazy("Good practices"),
    described,
    is_public,
    seen_by,
    documents,
    show,
    changed="published_at",
    also=(
        *("is_public", "practice_is_public", "summary", *PARTS),
        *("edition__event__name", "edition__country", "edition__city"),
    ),
)
