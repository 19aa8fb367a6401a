"""Outcomes and reports in words: what the pages, the PDF and the files show."""

from datetime import date

from babel.numbers import format_percent
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from lonja.directory.places import country_name
from lonja.events.models import ParticipantType
from lonja.impact.counting import DIFFERING, UNSTATED, Verdict, bounds
from lonja.impact.lifecycle import Level
from lonja.impact.models import ConversionKind
from lonja.impact.outcome_types import label_of


def verdict_label(verdict):
    """What both sides together say, in words."""
    return {
        Verdict.BOTH: _("Both sides say so"),
        Verdict.ONE_SIDE: _("One side says so, the other is silent"),
        Verdict.CONTRADICTED: _("The sides contradict each other"),
        Verdict.NOTHING: _("Nothing yet"),
        Verdict.UNANSWERED: _("No answer"),
    }[Verdict(verdict)]


VERDICT_TONES = {
    Verdict.BOTH: "good",
    Verdict.ONE_SIDE: "info",
    Verdict.CONTRADICTED: "bad",
    Verdict.NOTHING: "neutral",
    Verdict.UNANSWERED: "neutral",
}


def kind_label(code):
    """The name of a type of outcome; or that the sides name two."""
    return _("The sides name different kinds") if code == DIFFERING else label_of(code)


def level_label(code):
    """The name of a level."""
    if code == DIFFERING:
        return _("The sides name different levels")
    return _("Not stated") if code == UNSTATED else str(Level(code).label)


def shown(count):
    """A count as the page shows it; what stays hidden says so."""
    return _("hidden") if count is None else number_format(count, force_grouping=True)


def percent(share):
    """A share as people write it."""
    return "–" if share is None else format_percent(share, locale=to_locale(get_language()))


def shares_of(outcomes):
    """The shares that the shown figures allow; None when one of them is hidden."""
    counts = {name: outcomes.get(name) for name in ("held", "answered", "materialised", "contradicted")}
    return None if None in counts.values() else bounds(**counts)


def headline(figures):
    """The figures that matter most, each with its words."""
    outcomes, shares = figures["outcomes"], shares_of(figures["outcomes"])
    rows = [
        (shown(figures["organisations"]), _("organisations"), ""),
        (shown(figures["people"]), _("people"), ""),
        (shown(outcomes["held"]), _("meetings held"), ""),
    ]
    if shares and shares.of_held is not None:
        rows += [
            (
                percent(shares.of_held),
                _("of the meetings became something"),
                _("%(count)s of %(held)s; between %(low)s and %(high)s, as nobody knows of the silent ones")
                % {
                    "count": shown(outcomes["materialised"]),
                    "held": shown(outcomes["held"]),
                    "low": percent(shares.low),
                    "high": percent(shares.high),
                },
            ),
            (
                percent(shares.response),
                _("of the meetings have an answer"),
                _("%(count)s of %(held)s")
                % {"count": shown(outcomes["answered"]), "held": shown(outcomes["held"])},
            ),
        ]
    return [{"value": value, "label": label, "note": note} for value, label, note in rows]


def numeric(label):
    """A column of numbers."""
    return {"label": label, "numeric": True}


def _share(count, whole):
    return percent(count / whole) if count is not None and whole else "–"


def outcome_table(figures):
    """(columns, rows, chart) of what the meetings became."""
    outcomes = figures["outcomes"]
    held, answered = outcomes["held"], outcomes["answered"]
    columns = [
        _("What came of it"),
        numeric(_("Meetings")),
        numeric(_("Of those held")),
        numeric(_("Of those answered")),
    ]
    rows = [
        [kind_label(code), shown(count), _share(count, held), _share(count, answered)]
        for code, count in outcomes["kinds"].items()
    ]
    rows.append(
        [
            _("All that materialised"),
            shown(outcomes["materialised"]),
            _share(outcomes["materialised"], held),
            _share(outcomes["materialised"], answered),
        ]
    )
    known = [(kind_label(code), count) for code, count in outcomes["kinds"].items() if count is not None]
    chart = {
        "kind": "bars",
        "labels": [label for label, _count in known],
        "series": [{"name": str(_("Meetings")), "values": [count for _label, count in known]}],
    }
    return columns, rows, chart if len(known) > 1 else None


def verdict_table(figures):
    """(columns, rows) of how the two sides stand."""
    outcomes = figures["outcomes"]
    columns = [_("What the two sides say"), numeric(_("Meetings")), numeric(_("Of those held"))]
    names = [
        verdict
        for verdict in Verdict
        if not (outcomes["is_declared"] and verdict in ("both", "one_side", "contradicted"))
    ]
    return columns, [
        [verdict_label(each), shown(outcomes[each.value]), _share(outcomes[each.value], outcomes["held"])]
        for each in names
    ]


def bounds_rows(figures):
    """The share with its bounds as rows; none when a figure is hidden."""
    shares = shares_of(figures["outcomes"])
    if shares is None or shares.of_held is None:
        return []
    rows = (
        (_("Became something, of all meetings held"), shares.of_held),
        (_("Became something, of those with an answer"), shares.of_answered),
        (_("At least: the silent and the contradicted count as nothing"), shares.low),
        (_("At most: the silent and the contradicted count as outcomes"), shares.high),
        (_("Meetings with an answer (response rate)"), shares.response),
    )
    return [{"label": label, "value": percent(share)} for label, share in rows]


def level_table(figures):
    """(columns, rows) of how far the outcomes reach."""
    columns = [_("Level"), numeric(_("Meetings"))]
    return columns, [
        [level_label(code), shown(count)] for code, count in figures["outcomes"]["levels"].items()
    ]


def helix_table(figures):
    """(columns, rows) of the people by as what they took part, most first."""
    columns = [_("Took part as"), numeric(_("People"))]
    names = dict(ParticipantType.choices)
    found = sorted(figures["helix"].items(), key=_largest_first)
    return columns, [[str(names.get(code, code)), shown(count)] for code, count in found]


def country_table(figures):
    """(columns, rows) of the organisations by country, most first."""
    columns = [_("Country"), numeric(_("Organisations"))]
    found = sorted(figures["countries"].items(), key=_largest_first)
    return columns, [[country_name(code) if code else _("Not stated"), shown(count)] for code, count in found]


def _largest_first(item):
    return -(item[1] or 0), item[0]


def comparison_table(figures):
    """(columns, rows, chart) of the editions side by side."""
    columns = [
        _("Edition"),
        *(
            numeric(label)
            for label in (
                _("Organisations"), _("People"), _("Meetings"), _("Became something"),
                _("Of those held"), _("Response rate"),
            )
        ),
    ]  # fmt: skip
    lines = figures.get("comparison", [])
    rows = [
        [
            line["year"],
            shown(line["organisations"]),
            shown(line["people"]),
            shown(line["meetings"]),
            shown(line["materialised"]) if line["held"] else "–",
            _share(line["materialised"], line["held"]),
            _share(line["answered"], line["held"]),
        ]
        for line in lines
    ]
    chart = {
        "kind": "bars",
        "labels": [str(line["year"]) for line in lines],
        "series": [
            {"name": str(columns[place]["label"]), "values": [line[name] or 0 for line in lines]}
            for place, name in ((1, "organisations"), (2, "people"), (3, "meetings"))
        ],
    }
    return columns, rows, chart if len(lines) > 1 else None


def value_sentence(figures):
    """What the outcomes are worth together, from the smaller to the larger word of the two sides."""
    value = figures["outcomes"]["value"]
    if not value:
        return ""
    words = {
        "count": value["meetings"],
        "low": number_format(value["low_eur"], force_grouping=True),
        "high": number_format(value["high_eur"], force_grouping=True),
    }
    if value["low_eur"] == value["high_eur"]:
        return _("For %(count)s meetings somebody named a value: together about %(low)s euros.") % words
    return (
        _(
            "For %(count)s meetings somebody named a value: together %(low)s euros by the smaller, and "
            "%(high)s euros by the larger word of the two sides."
        )
        % words
    )


def impression_sentence(figures):
    """What people thought right after their meetings."""
    found = figures["impressions"]
    if not found:
        return ""
    return _("Right after their meetings people gave them %(mean)s of 5 points (%(count)s ratings).") % {
        "mean": number_format(found["mean"], 1),
        "count": shown(found["ratings"]),
    }


def conversion_rows(figures):
    """What meetings turned into on this site."""
    return [
        {"label": str(ConversionKind(kind).label), "value": shown(count)}
        for kind, count in figures["conversions"].items()
    ]


def kept_sentences(figures):
    """What stayed as it was at an earlier publication, because too little had changed."""
    words = {
        "who": _("Who took part stands as counted on %(day)s, as less than five have changed since."),
        "outcomes": _(
            "What came of the meetings stands as counted on %(day)s, as few meetings have changed since."
        ),
        "impressions": _("The ratings stand as counted on %(day)s, as few have come since."),
        "conversions": _(
            "What the meetings turned into here stands as counted on %(day)s, as little has come since."
        ),
    }
    return [
        words[part] % {"day": date_format(date.fromisoformat(day))}
        for part, day in figures.get("counted_on", {}).items()
        if day != figures["as_of"]
    ]
