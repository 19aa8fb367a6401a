"""Recommendations as a page shows them: each reason a sentence about something the reader may see."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lonja.directory.models import Term
from lonja.partnering import search_lines
from lonja.partnering.engine import index
from lonja.partnering.engine.recommend import TYPES, Cause, How, asked_of

MOST_WORDS = 5
TELLING = 0.4  # of the weightiest word; lesser ones are chance
MOST_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a sentence, the thing it is about, and what in it answered.

    Attributes:
        href: of the offer or need that it names; empty when it names none.
        words: words of both sides that met.
        fields: names of codes that both sides bear.
        part: of the whole score, 0 to 1.
    """

    sentence: str
    href: str
    words: list
    fields: list
    part: float


@dataclass(frozen=True, slots=True)
class FitLine:
    """One recommended organisation with its reasons."""

    row: object
    reasons: list


def lines(fits, *, actor, language, seen=()):
    """Each recommended organisation with its reasons, from things that this actor may see.

    Args:
        seen: organisations and clusters that the caller has read by their policy already.
    """
    shown = {
        f"{row._meta.model_name}:{row.pk}": index.Shown(row.name, row.get_absolute_url(), "")
        for row in (*seen, *(fit.row for fit in fits))
    }
    keys = dict.fromkeys(key for fit in fits for key in things(fit) if key not in shown)
    shown |= search_lines.load(keys, actor=actor)
    names = field_names(fits)
    made = []
    for fit in fits:
        reasons = [
            reason
            for term in fit.terms
            if (reason := told(fit, term, shown=shown, names=names, language=language)) is not None
        ]
        if fit.shared_clusters:
            sentence = _("Both belong to %(clusters)s.") % {"clusters": ", ".join(fit.shared_clusters)}
            reasons.append(Reason(sentence, "", [], [], 0.0))
        made.append(FitLine(fit.row, reasons))
    return made


def things(fit):
    """The keys of everything that the reasons of one recommendation name."""
    for term in fit.terms:
        if asked := asked_of(fit, term):
            yield asked
        for found in term.because[:1]:
            yield index.thing_of(found.key)


def told(fit, term, *, shown, names, language):
    """A reason in words; none when it rests on something that this reader may not see."""
    share = term.part / fit.partner.score
    if term.cause == Cause.TYPE:
        return type_reason(fit, share, names)
    if term.cause == Cause.PLACE:
        return None
    if not term.because:
        return None
    best = term.because[0]
    theirs, mine = index.thing_of(best.key), asked_of(fit, term)
    if theirs not in shown or mine not in shown:
        return None
    href = shown[theirs].href if index.split(theirs)[0] in ("offer", "need") else ""
    words, fields = met(best, names)
    return Reason(sentence(theirs, mine, shown), href, words, fields, share)


def sentence(theirs, mine, shown):
    """What meets what, in the reader's language."""
    kinds = (index.split(theirs)[0], index.split(mine)[0])
    titles = {"theirs": shown[theirs].title, "mine": shown[mine].title}
    sentences = {
        ("offer", "need"): _("Its offer “%(theirs)s” answers the need “%(mine)s”."),
        ("need", "offer"): _("It looks for “%(theirs)s”, which the offer “%(mine)s” answers."),
        ("offer", "organisation"): _("Its offer “%(theirs)s” fits what %(mine)s does."),
        ("offer", "cluster"): _("Its offer “%(theirs)s” fits what %(mine)s does."),
        ("need", "organisation"): _("It looks for “%(theirs)s”, which fits what %(mine)s does."),
        ("need", "cluster"): _("It looks for “%(theirs)s”, which fits what %(mine)s does."),
        ("organisation", "need"): _("What it does answers the need “%(mine)s”."),
        ("organisation", "offer"): _("What it does fits the offer “%(mine)s”."),
    }
    return sentences.get(kinds, _("What it does is close to what %(mine)s does.")) % titles


def met(found, names):
    """Words and fields of one statement that answered, the weightiest first."""
    words, fields = [], []
    best = max((match.part for match in found.matches if match.how is not How.CONCEPT), default=0.0)
    for match in found.matches:
        if match.how is How.CONCEPT:
            name = names.get(match.found)
            if name and name not in fields:
                fields.append(name)
        elif match.how is How.SAME and match.part >= TELLING * best and len(match.asked) > 3:
            words.append(match.asked)
    return words[:MOST_WORDS], fields[:MOST_FIELDS]


def type_reason(fit, share, names):
    """That two kinds of actor complete each other; told only when the house thinks so."""
    mine = fit.side.facts.actor_type
    theirs = fit.row.actor_type.code if fit.row.actor_type else ""
    if max(TYPES.get((mine, theirs), 0), TYPES.get((theirs, mine), 0)) <= 0.5:
        return None
    sentence = _("%(theirs)s and %(mine)s complete each other.") % {
        "theirs": fit.row.actor_type,
        "mine": names.get(f"actor_types:{mine}", mine),
    }
    return Reason(sentence, "", [], [], share)


def field_names(fits):
    """Codes that answered, with their names in the reader's language: one query."""
    wanted = {
        match.found
        for fit in fits
        for term in fit.terms
        for found in term.because[:1]
        for match in found.matches
        if match.how is How.CONCEPT
    }
    wanted |= {f"actor_types:{fit.side.facts.actor_type}" for fit in fits}
    codes = {code.partition(":")[2] for code in wanted}
    rows = Term.objects.filter(code__in=codes).order_by() if codes else []
    return {key: str(row) for row in rows if (key := f"{row.scheme_id}:{row.code}") in wanted}
