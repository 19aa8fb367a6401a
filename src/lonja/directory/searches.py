"""The kinds of search of the directory that a person can keep."""

from django.utils.translation import gettext_lazy as _

from lonja.base.texts import worded
from lonja.directory import saved
from lonja.directory.browsing import CLUSTERS, ORGANISATIONS
from lonja.directory.places import country_name


def _finder(kind):
    def find(query, actor):
        form = kind.form(query)
        form.is_valid()
        return kind.search(actor, text=form.words(), chosen=form.chosen()).ids()

    return find


def _shower(kind):
    def show(keys, actor):
        rows = {row.pk: row for row in kind.policy.scope(actor).filter(pk__in=keys)}
        return [_hit(rows[key]) for key in keys if key in rows]

    return show


def _hit(row):
    country = country_name(row.country) if row.country else ""
    place = ", ".join(part for part in (row.city, country) if part)
    note = " · ".join(part for part in (str(worded(row.summary)), place) if part)
    return saved.Hit(row.name, row.get_absolute_url(), note)


saved.kind(
    "organisations",
    label=_("Organisations"),
    route="directory:organisations",
    find=_finder(ORGANISATIONS),
    show=_shower(ORGANISATIONS),
)
saved.kind(
    "clusters",
    label=_("Clusters"),
    route="directory:clusters",
    find=_finder(CLUSTERS),
    show=_shower(CLUSTERS),
)
