"""The figures of a published report as open data: long rows, a dictionary, and a description of the set.

Built from the published figures alone, in which small numbers are hidden already.
"""

import json

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

COLUMNS = ("event", "edition", "as_of", "indicator", "category", "value", "unit", "status", "basis")
LICENCE_NAME = "CC BY 4.0"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_SAFE = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def dictionary():
    """Each column and indicator with its meaning."""
    columns = [
        ("event", _("Short address of the series of events.")),
        ("edition", _("Short address of the edition to which the value belongs.")),
        ("as_of", _("Day on which the figures were counted.")),
        ("indicator", _("What is counted; see below.")),
        ("category", _("Code of the part that is counted; empty for the whole.")),
        ("value", _("A whole number; empty when it is hidden.")),
        ("unit", _("meetings, people, organisations or euros.")),
        ("status", _("shown, or hidden: from one to four, or needed to keep such a number secret.")),
        ("basis", _("counted from rows, or declared by the organiser.")),
    ]
    indicators = [
        ("organisations", _("Organisations that took part.")),
        ("people", _("People who took part.")),
        ("people_by_role", _("People by as what they took part.")),
        ("organisations_by_country", _("Organisations by country (ISO 3166-1).")),
        ("meetings", _("Meetings of the edition, for comparing editions.")),
        ("held", _("Meetings that were held.")),
        ("answered", _("Meetings of which at least one side said what came of them.")),
        ("unanswered", _("Meetings of which nobody said anything.")),
        (
            "materialised",
            _("Meetings of which at least one side says that something came of them, and none the opposite."),
        ),
        ("both", _("Of these, both sides say so.")),
        ("one_side", _("Of these, one side says so and the other is silent.")),
        ("contradicted", _("Meetings of which one side says yes and the other no or not yet.")),
        ("nothing", _("Meetings with answers, none of them yes.")),
        ("materialised_by_type", _("Materialised meetings by type of outcome.")),
        ("materialised_by_level", _("Materialised meetings by level: regional, national, european.")),
        ("value_low", _("Sum of the smaller values named, in euros, rounded to thousands.")),
        ("value_high", _("Sum of the larger values named, in euros, rounded to thousands.")),
    ]
    return [("column", *each) for each in columns] + [("indicator", *each) for each in indicators]


def status_of(value):
    """Whether a value is shown or hidden."""
    return "hidden" if value is None else "shown"


def rows(report):
    """The published figures of a report, one value in each row."""
    edition, figures = report.edition, report.figures
    outcomes = figures["outcomes"]
    basis = "declared" if outcomes["is_declared"] else "counted"

    def row(slug, indicator, value, unit, category="", basis=basis):
        days = figures.get("counted_on", {})
        day = days.get("outcomes" if unit in ("meetings", "euros") else "who", figures["as_of"])
        return (edition.event.slug, slug, day, indicator, category, value, unit, status_of(value), basis)

    here = edition.slug
    yield row(here, "organisations", figures["organisations"], "organisations")
    yield row(here, "people", figures["people"], "people")
    for code, count in figures["helix"].items():
        yield row(here, "people_by_role", count, "people", code)
    for code, count in figures["countries"].items():
        yield row(here, "organisations_by_country", count, "organisations", code or "unknown")
    names = ["held", "answered", "unanswered", "materialised", "contradicted", "nothing"]
    for name in names + ([] if outcomes["is_declared"] else ["both", "one_side"]):
        yield row(here, name, outcomes[name], "meetings")
    for code, count in outcomes["kinds"].items():
        yield row(here, "materialised_by_type", count, "meetings", code)
    for code, count in outcomes["levels"].items():
        yield row(here, "materialised_by_level", count, "meetings", code)
    if outcomes["value"]:
        yield row(here, "value_low", outcomes["value"]["low_eur"], "euros")
        yield row(here, "value_high", outcomes["value"]["high_eur"], "euros")
    for line in figures["comparison"]:
        told = "declared" if line["is_declared"] else "counted"
        yield row(line["slug"], "meetings", line["meetings"], "meetings", str(line["year"]), told)
        if line["slug"] != here:
            yield row(line["slug"], "organisations", line["organisations"], "organisations", basis=told)
            yield row(line["slug"], "people", line["people"], "people", basis=told)


def description(report, *, page_url, csv_url, json_url):
    """The data set in the words of the web's vocabularies for data sets."""
    edition = report.edition
    return {
        "@context": {"@vocab": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "Dataset",
        "@id": page_url,
        "dct:title": str(edition),
        "dct:description": _(
            "Participation, meetings and their outcomes; numbers from one to four are hidden."
        ),
        "dct:publisher": str(edition.event.organiser),
        "dct:issued": report.published_at.date().isoformat(),
        "dct:modified": report.figures["as_of"],
        "dct:temporal": f"{edition.starts_on.isoformat()}/{edition.ends_on.isoformat()}",
        "dct:license": LICENCE,
        "dct:language": ["en", "es"],
        "distribution": [
            {"@type": "Distribution", "downloadURL": csv_url, "mediaType": "text/csv"},
            {"@type": "Distribution", "downloadURL": json_url, "mediaType": "application/json"},
        ],
    }


def description_of_groups(*, page_url, editions):
    """The data set of outcomes by group, over several editions."""
    return {
        "@context": {"@vocab": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "Dataset",
        "@id": page_url,
        "dct:title": _("Outcomes of meetings by sector, region, type of organisation and level"),
        "dct:description": _(
            "A meeting counts once in every group to which one of its two organisations belongs; numbers "
            "from one to four are hidden."
        ),
        "dct:publisher": sorted({str(each.event.organiser) for each in editions}),
        "dct:license": LICENCE,
        "dct:language": ["en", "es"],
    }


def embedded(described):
    """The description as a block of data in the page, which no browser takes for a script or markup."""
    text = json.dumps(described, ensure_ascii=False).translate(_SAFE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308
