"""Recommendations as a page shows them: each reason a sentence about something the reader may see."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from lonja.directory.models import Term
from lonja.partnering import search_lines
from lonja.partnering.engine import index
from lonja.partnering.engine.recommend import TYPES, Cause, asked_of
from lonja.partnering.recommend_words import is_in_a_headline, met, narrowest, says_alike, things_met

ITSELF = {"organisation", "cluster"}
SURE = 0.5  # of the best answer: what is weaker comes near, and answers nothing
ENOUGH_WORDS = 2  # a single one that met somewhere in the text may be chance


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a sentence, the thing it is about, and what in it answered.

    Attributes:
        href: of the offer or need that it names; empty when it names none.
        words: words of both sides that met, unless the sentence says them.
        fields: names of codes that both sides bear, unless the sentence says them.
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

    Whoever has no reason that this reader may be told is left out.

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
    made = [FitLine(fit.row, reasons_of(fit, shown=shown, names=names, language=language)) for fit in fits]
    return [line for line in made if line.reasons]


def reasons_of(fit, *, shown, names, language):
    """All reasons of one recommendation, the weightiest first."""
    reasons = []
    for term in fit.terms:
        share = term.part / fit.partner.score
        if term.cause == Cause.TYPE:
            reasons.extend(type_reasons(fit, share, names))
        for theirs, statements in things_met(term):
            reason = told(fit, term, theirs, statements, shown=shown, names=names, language=language)
            reasons.extend([reason] if reason else [])
    if fit.shared_clusters:
        sentence = _("Both belong to %(clusters)s.") % {"clusters": ", ".join(fit.shared_clusters)}
        reasons.append(Reason(sentence, "", [], [], 0.0))
    if fit.row.country and fit.row.country in fit.side.facts.wishes_countries:
        sentence = _("It is in a country where partners are sought.")
        reasons.append(Reason(sentence, "", [], [], 0.0))
    return reasons


def things(fit):
    """The keys of everything that the reasons of one recommendation name."""
    for term in fit.terms:
        if asked := asked_of(fit, term):
            yield asked
        for key, _statements in things_met(term):
            yield key


def told(fit, term, theirs, statements, *, shown, names, language):
    """A reason in words; none when it rests on something that this reader may not see, or on nothing much."""
    mine = asked_of(fit, term)
    if theirs not in shown or mine not in shown:
        return None
    words, codes = met(fit.snapshot, statements, language=language)
    fields = [names[code] for code in codes if code in names]
    is_headline = is_in_a_headline(fit.snapshot, statements)
    if not fields and len(words) < ENOUGH_WORDS and not is_headline and not says_alike(statements):
        return None
    share = sum(found.part for found in statements) / sum(found.part for found in term.because)
    part = share * term.part / fit.partner.score
    if index.split(theirs)[0] in ITSELF:
        return of_itself(mine, shown, words, fields, part)
    text = sentence(theirs, mine, shown, is_sure=is_headline and term.strength >= SURE)
    return Reason(text, shown[theirs].href, words, fields, part)


def of_itself(mine, shown, words, fields, part):
    """That what an organisation says of itself meets something: named are the fields, else the words."""
    told = {"mine": shown[mine].title, "met": get_text_list(fields or words, _("and"))}
    is_written = index.split(mine)[0] not in ITSELF
    if fields:
        text = (
            _("It works in %(met)s, the field of “%(mine)s”.")
            if is_written
            else _("It works in %(met)s, as %(mine)s does.")
        )
        return Reason(text % told, "", words, [], part)
    if not words:
        return Reason(_("What it says of itself is close to “%(mine)s”.") % told, "", [], [], part)
    text = (
        _("It speaks of %(met)s, and so does “%(mine)s”.")
        if is_written
        else _("It speaks of %(met)s, and so does %(mine)s.")
    )
    return Reason(text % told, "", [], [], part)


def sentence(theirs, mine, shown, *, is_sure):
    """Which offer or need meets what, in the reader's language."""
    kinds = (index.split(theirs)[0], index.split(mine)[0])
    titles = {"theirs": shown[theirs].title, "mine": shown[mine].title}
    sentences = {
        ("offer", "need"): _("Its offer “%(theirs)s” answers the need “%(mine)s”.")
        if is_sure
        else _("Its offer “%(theirs)s” comes near the need “%(mine)s”."),
        ("need", "offer"): _("It looks for “%(theirs)s”, which the offer “%(mine)s” answers.")
        if is_sure
        else _("It looks for “%(theirs)s”, to which the offer “%(mine)s” comes near."),
        ("offer", "organisation"): _("Its offer “%(theirs)s” fits what %(mine)s does."),
        ("offer", "cluster"): _("Its offer “%(theirs)s” fits what %(mine)s does."),
        ("need", "organisation"): _("It looks for “%(theirs)s”, which fits what %(mine)s does."),
        ("need", "cluster"): _("It looks for “%(theirs)s”, which fits what %(mine)s does."),
    }
    return sentences.get(kinds, _("“%(theirs)s” is close to “%(mine)s”.")) % titles


def type_reasons(fit, share, names):
    """That two kinds of actor complete each other; told only when the house thinks so."""
    mine = fit.side.facts.actor_type
    theirs = fit.row.actor_type.code if fit.row.actor_type else ""
    if max(TYPES.get((mine, theirs), 0), TYPES.get((theirs, mine), 0)) <= 0.5:
        return
    sentence = _("%(theirs)s and %(mine)s complete each other.") % {
        "theirs": fit.row.actor_type,
        "mine": names.get(f"actor_types:{mine}", mine),
    }
    yield Reason(sentence, "", [], [], share)


def field_names(fits):
    """Codes that answered, with their names in the reader's language: one query."""
    wanted = {
        code
        for fit in fits
        for term in fit.terms
        for _key, statements in things_met(term)
        for code in narrowest(fit.snapshot, statements)
    }
    wanted |= {f"actor_types:{fit.side.facts.actor_type}" for fit in fits}
    codes = {code.partition(":")[2] for code in wanted}
    rows = Term.objects.filter(code__in=codes).order_by() if codes else []
    return {key: str(row) for row in rows if (key := f"{row.scheme_id}:{row.code}") in wanted}
