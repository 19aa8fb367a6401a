"""From a profile document to a `ProfileChange`: every value is checked, every fault has its place.

A part that the document leaves out stays as it is in the profile, unless `whole` is asked for:
then the document is the whole profile, and what it leaves out is empty.
"""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from lonja.directory.exchange.profiles import document as shape
from lonja.directory.exchange.profiles.values import Reader
from lonja.directory.models import Accent, DatePrecision, Qualifier
from lonja.directory.models.fields import PARTIAL_DATE
from lonja.directory.places import language_names
from lonja.directory.services.profile_changes import ProfileChange

SEA = Accent.SEA
KNOWN = {
    *("format", "version", "texts", "established", "place", "stage", "staff", "declared"),
    *("terms", "cooperation", "team", "contacts", "links"),
    *shape.PLAIN,
    *shape.FLAGS,
    *shape.LISTS,
}


def read_links(data):
    """The links that a document claims, and the `Problems` of them; they are never taken back by it."""
    reader = Reader()
    rows = reader.rows(data.get("links", []), "links") if isinstance(data, dict) else []
    return [reader.link(row, where) for row, where in rows], reader.problems


def read(data, *, whole):
    """A `ProfileChange` and the `Problems` of a document.

    Args:
        data: the document, as `json.loads` gives it.
        whole: whether what the document leaves out is to become empty.
    """
    reader = Reader()
    data = reader.mapping(data, "")
    if reader.problems or not _is_ours(reader, data):
        return ProfileChange(), reader.problems
    reader.unknown_names(data, KNOWN, "")
    reader.know_terms(_wanted_terms(data))
    change = ProfileChange(facts=_facts(reader, data, whole))
    _read_terms(reader, data, change, whole)
    _read_cooperation(reader, data, change, whole)
    for name, kind in shape.LISTS.items():
        if name in data or whole:
            change.statements[kind] = reader.statements(kind, data.get(name, []), name)
    if "team" in data or whole:
        change.team = [reader.role(row, where) for row, where in reader.rows(data.get("team", []), "team")]
    if "contacts" in data or whole:
        change.contacts = reader.contacts(data.get("contacts", []), "contacts")
    return change, reader.problems


def _is_ours(reader, data):
    if data.get("format") != shape.FORMAT:
        reader.fault("format", _("This is no profile of a cluster: “format” is not “%(format)s”.")
                     % {"format": shape.FORMAT})  # fmt: skip
        return False
    if data.get("version") != shape.VERSION:
        reader.fault("version", _("This installation reads version %(version)s of the format.")
                     % {"version": shape.VERSION})  # fmt: skip
        return False
    return True


def _wanted_terms(data):
    """The codes that a document names, scheme by scheme, as far as they have the right shape."""
    wanted = {"lifecycle_stages": [data.get("stage")], shape.ACTIVITIES: [], "regions": []}
    for scheme, codes in (data.get("terms") if isinstance(data.get("terms"), dict) else {}).items():
        wanted[scheme] = codes if isinstance(codes, list) else []
    for part in (data.get("cooperation") if isinstance(data.get("cooperation"), dict) else {}).values():
        codes = part.get("activities") if isinstance(part, dict) else None
        wanted[shape.ACTIVITIES] += codes if isinstance(codes, list) else []
    place = data.get("place")
    wanted["regions"] = [place.get("region")] if isinstance(place, dict) else []
    return {
        scheme: [code for code in codes if isinstance(code, str) and len(code) <= 40]
        for scheme, codes in wanted.items()
        if isinstance(scheme, str) and len(scheme) <= 60
    }


# name in the document, column, how it is read, what it is when a whole document leaves it out
FACTS = (
    ("acronym", "acronym", lambda reader, value: reader.text(value, "acronym", 40), ""),
    ("colour", "accent", lambda reader, value: reader.choice(value, Accent, "colour", SEA), SEA),
    ("website", "website", lambda reader, value: reader.website(value, "website"), ""),
    ("label", "label", lambda reader, value: reader.text(value, "label", 200), ""),
    ("languages", "languages", lambda reader, value: _languages(reader, value), []),
    ("staff", "staff", lambda reader, value: _staff(reader, value), None),
    ("stage", "stage", lambda reader, value: _stage(reader, value), None),
    (
        "formal_strategy",
        "has_formal_strategy",
        lambda reader, value: reader.flag(value, "formal_strategy"),
        None,
    ),
    ("looks_abroad", "looks_abroad", lambda reader, value: reader.flag(value, "looks_abroad"), None),
)


def _facts(reader, data, whole):
    facts = {}
    if "name" in data:
        facts["name"] = reader.text(data["name"], "name", 200).strip()
        if not facts["name"]:
            reader.fault("name", _("A cluster needs a name."))
    for name, column, read_value, empty in FACTS:
        if name in data:
            facts[column] = read_value(reader, data[name])
        elif whole:
            facts[column] = empty
    _read_texts(reader, data, facts, whole)
    _read_established(reader, data, facts, whole)
    _read_place(reader, data, facts, whole)
    _read_declared(reader, data, facts, whole)
    return facts


def _languages(reader, value):
    found = []
    for code, where in reader.rows(value, "languages"):
        if isinstance(code, str) and code in language_names():
            found.append(code)
        else:
            reader.fault(where, _("This is no code of a language."))
    return list(dict.fromkeys(found))


def _staff(reader, value):
    if value in ("", None):
        return None
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number < 100_000 or number != round(number, 1):
        reader.fault("staff", _("A number from 0 on is expected here, with one decimal at most."))
        return None
    return round(number, 1)


def _stage(reader, value):
    return reader.term("lifecycle_stages", value, "stage") if value else None


def _read_texts(reader, data, facts, whole):
    texts = reader.mapping(data.get("texts", {}), "texts")
    reader.unknown_names(texts, set(shape.TEXTS), "texts")
    for column in shape.TEXTS:
        if column in texts or whole:
            facts[column] = reader.texts(texts.get(column, {}), f"texts.{column}")


def _read_established(reader, data, facts, whole):
    if "established" not in data and not whole:
        return
    row = reader.mapping(data.get("established", {}), "established")
    reader.unknown_names(row, {"date", "precision"}, "established")
    day = reader.text(row.get("date", ""), "established.date", 10)
    if day and not re.fullmatch(PARTIAL_DATE, day):
        reader.fault("established.date", _("Write a year, a month or a day: 2007, 2007-11 or 2007-11-30."))
        day = ""
    facts["established"] = day
    facts["established_precision"] = reader.choice(
        row.get("precision"), DatePrecision, "established.precision", DatePrecision.EXACT
    )


def _read_place(reader, data, facts, whole):
    if "place" not in data and not whole:
        return
    row = reader.mapping(data.get("place", {}), "place")
    reader.unknown_names(row, {"country", "region", "city"}, "place")
    if "country" in row or whole:
        given = [row["country"]] if row.get("country") else []
        facts["country"] = next(iter(reader.country_codes(given, "place.country")), "")
    if "region" in row or whole:
        facts["region"] = reader.term("regions", row["region"], "place.region") if row.get("region") else None
    if "city" in row or whole:
        facts["city"] = reader.text(row.get("city", ""), "place.city", 120)


def _read_declared(reader, data, facts, whole):
    row = reader.mapping(data.get("declared", {}), "declared")
    reader.unknown_names(row, set(shape.DECLARED), "declared")
    for name, column in shape.DECLARED.items():
        place = f"declared.{name}"
        if name in row:
            value = reader.mapping(row[name], place)
            reader.unknown_names(value, {"number", "qualifier"}, place)
            facts[column] = reader.whole(value.get("number"), f"{place}.number")
            facts[f"{column}_qualifier"] = reader.choice(
                value.get("qualifier"), Qualifier, f"{place}.qualifier", Qualifier.EXACT
            )
        elif whole:
            facts |= {column: None, f"{column}_qualifier": Qualifier.EXACT}


def _read_terms(reader, data, change, whole):
    given = reader.mapping(data.get("terms", {}), "terms")
    for scheme, codes in given.items():
        change.terms[scheme, ""] = reader.terms(scheme, codes, f"terms.{scheme}")
    change.other_terms_go = whole


def _read_cooperation(reader, data, change, whole):
    given = reader.mapping(data.get("cooperation", {}), "cooperation")
    reader.unknown_names(given, {scope.value for scope in shape.SCOPES}, "cooperation")
    for scope in shape.SCOPES:
        place = f"cooperation.{scope.value}"
        part = reader.mapping(given.get(scope.value, {}), place)
        reader.unknown_names(part, {"countries", "activities"}, place)
        if "countries" in part or whole:
            change.targets[scope] = reader.country_codes(part.get("countries", []), f"{place}.countries")
        if "activities" in part or whole:
            change.terms[shape.ACTIVITIES, scope] = reader.terms(
                shape.ACTIVITIES, part.get("activities", []), f"{place}.activities"
            )
