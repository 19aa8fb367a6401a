"""What makes the text of an offer or need weak, said so that its author can mend it."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lonja.directory.places import country_name, folded, language_name
from lonja.partnering import engine
from lonja.partnering.rules import KINDS, LABELS, MOST_LETTERS, USUAL_PARTNERSHIPS

LEAST_LETTERS = {"title": 25, "summary": 120, "description": 500, "partner_role": 120}
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w/])\+?\d[\d ().-]{7,}\d(?![\w/])")
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """An offer or need as its author has it before them, saved or not.

    Attributes:
        texts: text by field and language.
        codes: the codes chosen, by list.
        facts: other columns by name.
        names: words that give the organisation away.
    """

    kind: str
    language: str
    texts: dict
    codes: dict
    facts: dict
    is_anonymous: bool = False
    country: str = ""
    names: tuple = ()


@dataclass(frozen=True, slots=True)
class Weakness:
    """One thing to mend.

    Attributes:
        field: the field it is about.
        text: a sentence for the author.
        is_fault: whether it must be mended before the page can be published.
    """

    field: str
    text: str
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a draft is: what is well, and what is not."""

    weaknesses: list = field(default_factory=list)
    checks: int = 1

    @property
    def faults(self):
        """What must be mended before it can be published."""
        return [one for one in self.weaknesses if one.is_fault]

    @property
    def hints(self):
        """What would make it stronger."""
        return [one for one in self.weaknesses if not one.is_fault]

    @property
    def share(self):
        """The share of checks that it passes."""
        return max(0.0, 1 - len(self.weaknesses) / self.checks)

    @property
    def percent(self):
        """The share as a whole number."""
        return round(100 * self.share)


def review(draft):
    """Every weakness of a draft, faults first."""
    groups = [
        missing(draft),
        identity(draft),
        links(draft),
        lengths(draft),
        keywords(draft),
        languages(draft),
    ]
    found = [weakness for group in groups for weakness in group]
    checks = len(KINDS[draft.kind].mandatory) + len(LEAST_LETTERS) + 8
    return Quality(sorted(found, key=lambda one: not one.is_fault), checks)


def missing(draft):
    """Mandatory fields that are empty."""
    order = [*LABELS]
    for name in sorted(KINDS[draft.kind].mandatory, key=order.index):
        if not _is_filled(draft, name):
            text = _("“%(field)s” is empty; this type needs it.") % {"field": LABELS[name]}
            yield Weakness(name, text, is_fault=True)


def _is_filled(draft, name):
    if name in MOST_LETTERS:
        return bool(draft.texts.get(name, {}).get(draft.language, "").strip())
    if name in draft.facts:
        return draft.facts[name] not in (None, "")
    return bool(draft.codes.get(name))


def identity(draft):
    """Words by which a reader would know or reach the author past the form."""
    for name, texts in draft.texts.items():
        whole = " ".join(texts.values())
        given = [word for word in draft.names if _holds(whole, word)]
        if draft.is_anonymous and given:
            text = _("“%(field)s” gives you away: it names %(word)s.") % {
                "field": LABELS[name],
                "word": given[0],
            }
            yield Weakness(name, text, is_fault=True)
        direct = [match.group() for rule in (ADDRESS, LINK, PHONE) if (match := rule.search(whole))]
        if direct:
            text = _(
                "“%(field)s” holds a way to reach you past the form: %(word)s. "
                "Contact details open by themselves when an interest is accepted."
            ) % {"field": LABELS[name], "word": direct[0]}
            yield Weakness(name, text, is_fault=draft.is_anonymous)


def links(draft):
    """A video or the page of a call may show who is behind an anonymous text."""
    if draft.is_anonymous and draft.facts.get("video_link"):
        yield Weakness(
            "video_link", _("A video shows who you are; an anonymous text has none."), is_fault=True
        )


def _holds(text, word):
    plain = folded(word)
    return len(plain) >= SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", folded(text))


def identifying_words(organisation, people=()):
    """What gives an organisation away: its names, its web address, the names of its people."""
    host = (urlsplit(organisation.website).hostname or "").removeprefix("www.")
    names = [organisation.name, organisation.legal_name, organisation.short_name, host, *people]
    return tuple(dict.fromkeys(name.strip() for name in names if name and name.strip()))


def lengths(draft):
    """Texts that are there but say too little."""
    for name, least in LEAST_LETTERS.items():
        text = draft.texts.get(name, {}).get(draft.language, "").strip()
        if text and len(text) < least:
            sentence = ngettext(
                "“%(field)s” has %(n)s character; readers look for at least %(least)s.",
                "“%(field)s” has %(n)s characters; readers look for at least %(least)s.",
                len(text),
            ) % {"field": LABELS[name], "n": len(text), "least": least}
            yield Weakness(name, sentence)
    title = draft.texts.get("title", {}).get(draft.language, "")
    if len(title) > 12 and title.isupper():
        yield Weakness("title", _("The title is in capitals only; that is harder to read."))


def keywords(draft):
    """Codes by which partners find it."""
    if not draft.codes.get("een_sector_groups"):
        yield Weakness("een_sector_groups", _("No sector group: advisers of that sector will not see it."))
    if not draft.codes.get("een_technologies") and "een_technologies" not in KINDS[draft.kind].mandatory:
        yield Weakness("een_technologies", _("No technology field: fewer searches will find it."))
    if len(draft.codes.get("een_partnership_types", ())) > USUAL_PARTNERSHIPS:
        yield Weakness(
            "een_partnership_types",
            _("More than three types of partnership: say which ones you really want."),
        )
    if draft.country and draft.country in draft.facts.get("target_countries", ()):
        yield Weakness(
            "target_countries",
            _("You look for partners in %(country)s, your own country; this is for partners abroad.")
            % {"country": country_name(draft.country)},
        )
    if KINDS[draft.kind].has_technology and not draft.facts.get("trl"):
        yield Weakness("trl", _("No readiness level: a partner cannot tell how much work is left."))


def languages(draft):
    """A text in another language than declared, or in one language only."""
    spoken = [code for code, _name in settings.LANGUAGES]
    for name in ("summary", "description"):
        for code, text in draft.texts.get(name, {}).items():
            found = engine.detected_language(text, declared=code, among=spoken)
            if found != code:
                sentence = _("“%(field)s” stands under %(declared)s, but seems to be in %(found)s.") % {
                    "field": LABELS[name],
                    "declared": language_name(code),
                    "found": language_name(found),
                }
                yield Weakness(name, sentence)
    absent = [code for code in spoken if not draft.texts.get("summary", {}).get(code, "").strip()]
    if absent and len(absent) < len(spoken):
        yield Weakness(
            "summary",
            _("The summary is missing in %(language)s; in two languages it reaches more readers.")
            % {"language": language_name(absent[0])},
        )
