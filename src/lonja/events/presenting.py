"""Events and editions as pages show them."""

from datetime import datetime, time
from decimal import Decimal
from itertools import groupby

from babel.dates import format_date
from django.urls import reverse
from django.utils.formats import date_format as date_format_of
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext, to_locale
from django.utils.translation import gettext as _

from lonja.base.texts import worded
from lonja.directory.amounts import euros
from lonja.directory.places import country_name
from lonja.events.lifecycle import EditionState
from lonja.events.models import FeeUnit, Purpose

TONES = {
    EditionState.DRAFT: "warn", EditionState.PUBLISHED: "good", EditionState.CLOSED: "neutral",
    EditionState.CALLED_OFF: "bad",
}  # fmt: skip


def dates(edition):
    """The days of an edition: 15 November 2018, or 15–16 November 2018."""
    language = get_language()
    locale = "en_GB" if language == "en" else to_locale(language)  # our English is that of Europe
    last = format_date(edition.ends_on, "long", locale=locale)
    if edition.starts_on == edition.ends_on:
        return last
    if (edition.starts_on.year, edition.starts_on.month) == (edition.ends_on.year, edition.ends_on.month):
        return f"{edition.starts_on.day}–{last}"
    return f"{format_date(edition.starts_on, 'long', locale=locale)} – {last}"


def zone_name(edition):
    """The time zone of the venue, and how far it is from UTC: Europe/Madrid, UTC+1.

    Where the clock changes during the edition, both: Europe/Madrid, UTC+2, UTC+1.
    """
    days = (edition.starts_on, edition.ends_on)
    offsets = [offset(datetime.combine(day, time(12), edition.zone_info)) for day in days]
    return ", ".join([edition.time_zone.replace("_", " "), *dict.fromkeys(offsets)])


def offset(moment):
    """How far the clock of an aware moment is from UTC: UTC+1, UTC−6, UTC+5:30."""
    minutes = int(moment.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"


def place(edition):
    """Where an edition is held."""
    parts = (edition.venue, edition.city, country_name(edition.country) if edition.country else "")
    return ", ".join(part for part in parts if part)


def card(edition):
    """One edition as a card."""
    tags = [{"label": edition.event.get_kind_display(), "state": "neutral"}]
    if edition.state in (EditionState.DRAFT, EditionState.CALLED_OFF):
        tags.append({"label": edition.get_state_display(), "state": TONES[edition.state]})
    return {
        "title": str(edition),
        "href": edition.get_absolute_url(),
        "kicker": dates(edition),
        # The dot stays with the place: no line begins with one.
        "note": "\u00a0· ".join(part for part in (place(edition), str(edition.event.organiser)) if part),
        "tags": tags,
    }


def figures(edition):
    """(organisations, people, meetings): what the organiser declared, else what the rows count.

    Nobody came to an edition that was called off: who was registered is no figure of it.
    """
    if edition.is_called_off:
        return 0, 0, 0
    return (
        edition.declared_organisations or edition.counted_organisations,
        edition.declared_people or edition.counted_people,
        edition.declared_meetings or edition.counted_meetings,
    )


def stats(edition):
    """The figures of an edition that are not zero, each with its words."""
    labels = (_("organisations"), _("people"), _("meetings at tables"))
    return [{"value": value, "label": label} for value, label in zip(figures(edition), labels) if value]


def comparison(editions):
    """Editions side by side, for a figure: (columns, rows, chart)."""
    columns = [
        _("Edition"),
        {"label": _("Organisations"), "numeric": True},
        {"label": _("People"), "numeric": True},
        {"label": _("Meetings"), "numeric": True},
        {"label": _("Meetings per person"), "numeric": True},
    ]
    known = [(edition, *figures(edition)) for edition in editions if any(figures(edition))]
    rows = [
        [
            edition.starts_on.year,
            organisations,
            people,
            meetings,
            f"{meetings / people:.2f}" if people else "–",
        ]
        for edition, organisations, people, meetings in known
    ]
    chart = {
        "kind": "bars",
        "labels": [str(row[0]) for row in rows],
        "series": [
            {"name": str(columns[index]["label"]), "values": [row[index] for row in rows]}
            for index in (1, 2, 3)
        ],
    }
    return columns, rows, chart


def conditions(edition, rules):
    """Window, fees and approval as rows, for those who think of registering."""
    rows = []
    if edition.opens_at:
        rows.append((_("Registration opens"), _moment(edition, edition.opens_at)))
    if edition.closes_at:
        rows.append((_("Registration closes"), _moment(edition, edition.closes_at)))
    if edition.places and rules:
        rows.append((_("Places"), number_format(edition.places, force_grouping=True)))
    rows += [(str(rule), " · ".join(_rule_words(rule))) for rule in rules]
    return [{"label": label, "value": value} for label, value in rows]


def _moment(edition, moment):
    return date_format_of(moment.astimezone(edition.zone_info), "DATETIME_FORMAT")


def type_choices(rules, places):
    """Each type that may register: what it costs, and how many places are left, where they were counted."""
    return [
        (rule.participant_type, " · ".join([str(rule), *_rule_words(rule), *_left(rule, places)]))
        for rule in rules
    ]


def _left(rule, places):
    left = places.left(rule.participant_type) if places else None
    if left is None:
        return
    if left == 0:
        yield _("no place left: you would go on the waiting list")
    else:
        yield ngettext("%(n)s place left", "%(n)s places left", left) % {"n": left}


def answers(form, rule):
    """What somebody typed when registering, to look at once more."""
    given = form.cleaned_data
    organisation = given.get("organisation")
    people = [str(given.get("name") or form.actor_name)] if form.includes_me else []
    people += [str(one) for one in given.get("colleagues") or ()]
    people += [f"{one.name} ({one.email})" for one in form.newcomers]
    rows = [
        (_("Who comes"), ", ".join(people)),
        (_("Organisation"), str(organisation or "–")),
        (_("Takes part as"), str(rule)),
        (_("Language of the mails"), dict(form.fields["language"].choices)[given["language"]]),
    ]
    if form.includes_me:
        chosen = [str(Purpose(purpose).label) for purpose in given["purposes"]]
        rows.append((_("I agree"), "; ".join(chosen) or _("to nothing of it")))
    if given["motivation"]:
        rows.append((_("Why I come"), given["motivation"]))
    rows.append((_("Fee"), _fee_of(rule, len(people), organisation)))
    if rule.fee_cents:
        rows.append((_("Who pays"), str(given.get("payer") or organisation or people[0])))
        rows += [(label, given[name]) for label, name in _PAYING_WORDS.items() if given.get(name)]
    return [{"label": label, "value": value} for label, value in rows]


_PAYING_WORDS = {
    gettext_lazy("Your order number"): "order_number",
    gettext_lazy("Why no fee should be due"): "exemption_reason",
}


def _fee_of(rule, people, organisation):
    if not rule.fee_cents:
        return _("free of charge")
    times = 1 if rule.fee_unit == FeeUnit.ORGANISATION and organisation else people
    vat = (rule.fee_cents * rule.vat_permille + 500) // 1000
    total = {"total": euros(times * (rule.fee_cents + vat))}
    if times < people:
        return _("%(total)s, VAT included, once for the whole organisation") % total
    return _("%(total)s, VAT included") % total


def _rule_words(rule):
    if rule.fee_cents:
        fee = number_format(Decimal(rule.fee_cents) / 100, 2)
        yield (
            _("EUR %(fee)s for each organisation, plus VAT")
            if rule.fee_unit == FeeUnit.ORGANISATION
            else _("EUR %(fee)s for each person, plus VAT")
        ) % {"fee": fee}
    else:
        yield _("free of charge")
    if rule.needs_approval:
        yield _("the organiser approves each registration")


def programme(edition, sessions):
    """Talks of an edition by day, as a list of days with their talks."""
    zone_info, address = edition.zone_info, [edition.event.slug, edition.slug]
    rows = [
        {
            "day": session.starts_at.astimezone(zone_info).date(),
            "starts": f"{session.starts_at.astimezone(zone_info):%H:%M}",
            "ends": f"{session.ends_at.astimezone(zone_info):%H:%M}",
            "title": worded(session.title),
            "href": reverse("events:session", args=[*address, session.uid]),
            "speaker": session.speaker_line,
            "room": session.room,
        }
        for session in sessions
    ]
    return [{"day": day, "talks": list(talks)} for day, talks in groupby(rows, key=lambda row: row["day"])]
