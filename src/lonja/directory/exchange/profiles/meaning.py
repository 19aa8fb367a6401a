"""From the lines of a printed profile to a profile document, and the lines that found no place."""

import re
from dataclasses import dataclass, field

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lonja.directory.exchange.profiles import document as shape
from lonja.directory.exchange.profiles import wordings
from lonja.directory.exchange.profiles.programmes import programmes_of
from lonja.directory.models import Term
from lonja.directory.places import folded

LISTS = {
    "sectors": "sectoral_industries",
    "technologies": "een_technologies",
    "s3": "s3_priorities",
    "emerging": "emerging_industries",
    "ecosystems": "industrial_ecosystems",
    "services": "support_services",
}
_BULLET = re.compile(r"^[\u2022\u00b7\u2023\u25e6*\u2013-]\s+")
_ROLE = re.compile(
    r"manager|responsible|director|head|coordinator|officer|assistant|president|secretary|lead|"
    r"gerente|responsable|coordinador|técnic|advisor|consultant|staff|team|chair|ceo",
    re.IGNORECASE,
)
_GOALS = {"our goals", "goals", "our objectives", "objectives", "nuestros objetivos", "objetivos"}


@dataclass(slots=True)
class Meaning:
    """A document, where each of its parts stood in the text, and what was not understood."""

    data: dict = field(default_factory=lambda: {"format": shape.FORMAT, "version": shape.VERSION})
    places: dict = field(default_factory=dict)  # part of the document → number of its first line
    left: list = field(default_factory=list)  # of (Line, why)

    def put(self, name, value, lines):
        """Write one part of the document, when there is something to write."""
        if value in ("", None, [], {}):
            return
        self.data[name] = value
        self.places[name] = lines[0].number

    def leave(self, line, why):
        """Note a line that found no place."""
        self.left.append((line, why))


def understand(printed, *, language="en"):
    """Turn the lines of a printed profile into a document.

    Args:
        printed: what `printed.read` gives.
        language: the language in which the texts are written.
    """
    meaning = Meaning()
    parts = {name: _filled(lines) for name, lines in printed.parts.items()}
    for line in printed.left:
        meaning.leave(line, _("It stands below no heading of the profile."))
    if printed.name:
        meaning.put("name", printed.name.text, [printed.name])
    _read_plain(meaning, parts)
    _read_terms(meaning, parts)
    _read_team(meaning, parts, language)
    _read_cooperation(meaning, parts)
    _read_lists(meaning, parts, language)
    _read_strategy(meaning, printed.parts.get("strategy", []), language)
    _read_strengths(meaning, parts.get("strengths", []), language)
    for name, what in (("service_details", _service), ("programmes", None)):
        lines = parts.get(name, [])
        rows = [_service(line.text, language) for line in lines] if what else programmes_of(lines, language)
        meaning.put(name, rows, lines)
    return meaning


def _filled(lines):
    return [line for line in lines if line.text]


def _read_plain(meaning, parts):
    for line in parts.get("established", []):
        found = wordings.known_day(line.text)
        if found and "established" not in meaning.data:
            meaning.put("established", {"date": found[0], "precision": str(found[1])}, [line])
        else:
            meaning.leave(line, _("It is no date that we understand."))
    for line in parts.get("staff", []):
        if re.fullmatch(r"\d{1,4}([.,]\d)?", line.text) and "staff" not in meaning.data:
            meaning.put("staff", line.text.replace(",", "."), [line])
        else:
            meaning.leave(line, _("It is no number that we understand."))
    label = "; ".join(line.text for line in parts.get("label", []))
    if len(label) <= 200:
        meaning.put("label", label, parts.get("label"))
    else:
        for line in parts["label"]:
            meaning.leave(line, _("It is longer than the label of a profile may be."))
    for name in shape.DECLARED:
        for line in parts.get(name, []):
            _read_number(meaning, name, line)
    for name, flag in (("formal", "formal_strategy"), ("abroad", "looks_abroad")):
        for line in parts.get(name, []):
            answer = folded(line.text).rstrip(".")
            if answer in wordings.YES | wordings.NO:
                meaning.put(flag, answer in wordings.YES, [line])
                meaning.data[flag] = answer in wordings.YES
            else:
                meaning.leave(line, _("It is neither yes nor no."))


def _read_number(meaning, name, line):
    found = wordings.qualified_number(line.text)
    declared = meaning.data.get("declared", {})
    if not found or name in declared:
        meaning.leave(line, _("It is no number that we understand."))
        return
    meaning.put("declared", {**declared, name: {"number": found[0], "qualifier": str(found[1])}}, [line])


def _read_terms(meaning, parts):
    terms = {}
    for name, scheme in LISTS.items():
        lines = parts.get(name, [])
        codes = _codes(meaning, scheme, lines)
        if codes:
            terms[scheme] = codes
            meaning.places[f"terms.{scheme}"] = lines[0].number
    if terms:
        meaning.data["terms"] = terms


def _codes(meaning, scheme, lines):
    known = _values(scheme) if lines else []
    codes = []
    for line in lines:
        code = _code(known, line.text)
        if code:
            codes.append(code)
        else:
            meaning.leave(line, _("The list has no such value."))
    return list(dict.fromkeys(codes))


def _values(scheme):
    """For each way to compare, from strict to lenient, the code of each wording that means one value only."""
    levels = [{}, {}, {}]
    for term in Term.objects.filter(scheme=scheme, selectable=True, is_retired=False):
        for label in term.labels.values():
            for level, key in zip(levels, wordings.keys(label), strict=True):
                level.setdefault(key, set()).add(term.code)
    return levels


def _code(levels, text):
    for level, key in zip(levels, wordings.keys(text), strict=True):
        found = level.get(key, set()) if key else set()
        if len(found) == 1:
            return next(iter(found))
    return ""


def _read_team(meaning, parts, language):
    roles, after_title = [], False
    for line in parts.get("team", []):
        contact = _contact(line.text)
        if contact and roles:
            roles[-1].setdefault("contacts", []).append(contact)
            after_title = False
        elif contact or re.fullmatch(r"[\d\s()+./-]+", line.text):
            meaning.leave(line, _("It belongs to no role, or is no number with its country."))
        elif after_title and not _ROLE.search(line.text):
            roles[-1]["name"] = line.text
            after_title = False
        else:
            roles.append({"title": {language: line.text}})
            after_title = True
    meaning.put("team", roles, parts.get("team"))


def _contact(text):
    """A telephone number or e-mail address, private until somebody chooses otherwise."""
    bare = re.sub(r"^(tel|phone|telephone|teléfono|mobile|mob|fax|e-?mail)\s*[.:]+\s*", "", text, flags=re.I)
    if "@" in bare:
        try:
            validate_email(bare)
        except ValidationError:
            return None
        return {"kind": "email", "value": bare.lower(), "visibility": "nobody"}
    if not re.fullmatch(r"(\+|00)[\d\s()./-]{6,}", bare):
        return None
    try:
        number = phonenumbers.parse(re.sub(r"^(\+|00)\s*", "+", bare), None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return {"kind": "phone", "value": written, "visibility": "nobody"}


def _read_cooperation(meaning, parts):
    found = {}
    for scope in shape.SCOPES:
        countries = _countries(meaning, parts.get((scope.value, "countries"), []))
        activities = _codes(meaning, shape.ACTIVITIES, parts.get((scope.value, "activities"), []))
        part = {
            name: value for name, value in (("countries", countries), ("activities", activities)) if value
        }
        if part:
            found[scope.value] = part
            lines = [*parts.get((scope.value, "countries"), []), *parts.get((scope.value, "activities"), [])]
            meaning.places[f"cooperation.{scope.value}"] = lines[0].number
    if found:
        meaning.data["cooperation"] = found
    for name in ("countries", "activities"):
        for line in parts.get(name, []):
            meaning.leave(line, _("It does not say whether in Europe or beyond."))


def _countries(meaning, lines):
    codes = []
    for line in lines:
        code = wordings.country(line.text)
        several = [code] if code else [wordings.country(name) for name in re.split(r"[,;]", line.text)]
        codes += [code for code in several if code]
        if not all(several):
            meaning.leave(line, _("Not every country in it is known."))
    return list(dict.fromkeys(codes))


def _read_lists(meaning, parts, language):
    tags = [tag.strip(" .") for line in parts.get("tags", []) for tag in re.split(r"[,;]", line.text)]
    meaning.put("tags", [{"heading": {language: tag}} for tag in tags if tag], parts.get("tags"))
    codes = []
    for line in parts.get("languages", []):
        several = [wordings.language(name) for name in re.split(r"[,;/]", line.text)]
        codes += [code for code in several if code]
        if not all(several):
            meaning.leave(line, _("Not every language in it is known."))
    meaning.put("languages", list(dict.fromkeys(codes)), parts.get("languages"))
    for name in ("collaborations", "facilities", "major_players", "networks"):
        lines = parts.get(name, [])
        meaning.put(name, [_linked(_without_bullet(line.text), language) for line in lines], lines)
    # A label with issuer and evidence has a page of its own; what a text says of one is a name only.
    excellence, others = parts.get("excellence", []), parts.get("other_labels", [])
    labels = [_linked(f"Cluster Excellence Label: {line.text}", language) for line in excellence]
    labels += [_linked(_without_bullet(line.text), language) for line in others]
    meaning.put("other_labels", labels, [*excellence, *others])


def _linked(text, language):
    name, address = wordings.website(text)
    row = {"heading": {language: name}} if name else {}
    return {**row, "website": address} if address else row


def _without_bullet(text):
    return _BULLET.sub("", text).strip()


def _service(text, language):
    """A line such as “Training: courses for members”."""
    text = _without_bullet(text)
    heading, colon, rest = text.partition(":")
    if colon and len(heading) <= 60 and rest.strip():
        return {"heading": {language: heading.strip()}, "text": {language: rest.strip()}}
    return {"text": {language: text}}


def _read_strategy(meaning, lines, language):
    """The strategy's own paragraphs, then its goals: each a bullet with the paragraphs below it."""
    place = next((n for n, line in enumerate(lines) if folded(line.text).rstrip(":") in _GOALS), len(lines))
    text = "\n".join(line.text for line in lines[:place])
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    if text:
        meaning.put("texts", {"strategy": {language: text}}, _filled(lines[:place]))
    goals = []
    after = _filled(lines[place + 1 :])
    for line in after:
        if _BULLET.match(line.text) or not goals:
            goals.append({"heading": _without_bullet(line.text), "text": []})
        else:
            goals[-1]["text"].append(line.text)
    rows = [
        {"heading": {language: goal["heading"]}}
        | ({"text": {language: "\n\n".join(goal["text"])}} if goal["text"] else {})
        for goal in goals
    ]
    meaning.put("goals", rows, after)


def _read_strengths(meaning, lines, language):
    has_list = any(_BULLET.match(line.text) for line in lines)
    rows = []
    for line in lines:
        if has_list and not rows and not _BULLET.match(line.text):
            meaning.leave(line, _("It stands before the list of strengths; a profile has no field for it."))
        elif rows and has_list and not _BULLET.match(line.text):
            last = rows[-1].setdefault("text", {language: ""})
            last[language] = f"{last[language]}\n{line.text}".strip()
        else:
            rows.append(_service(line.text, language))
    meaning.put("strengths", rows, lines)
