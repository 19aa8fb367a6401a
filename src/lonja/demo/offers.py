"""Offers and needs of the demo, and how far organisations have come with each other over them."""

import itertools
from collections import Counter
from datetime import UTC, datetime, time, timedelta

from lonja.base import audit
from lonja.demo import tables
from lonja.demo.offer_texts import BETTER, LETTERS, ROLE, SOUGHT, STORIES, TALK
from lonja.directory.models import Opening
from lonja.partnering.lifecycle import InterestState, OpportunityState
from lonja.partnering.models import (
    NEEDS,
    Conversation,
    Interest,
    InterestStep,
    Message,
    Opportunity,
    OpportunityTerm,
    Side,
)

_S, _I = OpportunityState, InterestState
OTHER_STATES = (_S.DRAFT, _S.EXPIRED, _S.ON_HOLD, _S.ARCHIVED, _S.DRAFT, _S.FLAGGED)
# Who writes to whom, and how far they are; the first is the fintech whose need an AI firm answers.
MEETINGS = (
    ("facturas-al-dia", "mantenimiento-predictivo-norte", _I.AGREEMENT),
    ("maquinaria-vinicola-airen", "sachsische-sensorik", _I.TALKS),
    ("maquinaria-vinicola-airen", "uclm-food-fermentation", _I.SENT),
    ("maquinaria-vinicola-airen", "ciudad-sensorial", _I.SEEN),
    ("sachsische-sensorik", "maquinaria-vinicola-airen", _I.ACCEPTED),
    ("hornos-industriales-sisante", "maquinaria-vinicola-airen", _I.SENT),
    ("envasadoras-cervantes", "laser-campollano", _I.ACCEPTED),
    ("andalucia-smart-city", "ciudad-sensorial", _I.TALKS),
    ("andalucia-smart-city", "aire-claro-mediciones", _I.SENT),
    ("ciudad-sensorial", "andalucia-smart-city", _I.DECLINED),
    ("garonne-aerocomposites", "composites-illescas", _I.CLOSED),
    ("lusitania-moldes", "moldes-y-matrices-henares", _I.ACCEPTED),
    ("inyeccion-plasticos-quintanar", "reciclados-plasticos-toledo", _I.AGREEMENT),
    ("reciclados-plasticos-toledo", "cooperativa-olivarera-montes-de-toledo", _I.EXPIRED),
    ("transportes-frio-manchego", "carrocerias-villarrobledo", _I.TALKS),
    ("hidrogeno-verde-calatrava", "uclm-hydrogen-fuel-cells", _I.SEEN),
    ("robotica-cardenal-cisneros", "uclm-robotics-mechatronics", _I.WITHDRAWN),
    ("hospital-universitario-campo-de-montiel", "diagnostico-rapido-cantoblanco", _I.ACCEPTED),
    ("padana-agritech", "recambios-agricolas-campo-de-criptana", _I.SENT),
    ("baterias-segunda-vida", "movilidad-electrica-alovera", _I.DECLINED),
    ("bnext", "big-data-madrid", _I.SEEN),
    ("solartys", "uclm-solar-energy-storage", _I.ACCEPTED),
)
PATHS = {
    _I.SENT: ("send",),
    _I.SEEN: ("send", "see"),
    _I.ACCEPTED: ("send", "see", "accept"),
    _I.DECLINED: ("send", "see", "decline"),
    _I.WITHDRAWN: ("send", "withdraw"),
    _I.EXPIRED: ("send", "expire"),
    _I.TALKS: ("send", "see", "accept", "talk"),
    _I.AGREEMENT: ("send", "see", "accept", "talk", "agree", "confirm"),
    _I.CLOSED: ("send", "see", "accept", "talk", "close"),
}
AFTER = {
    "send": _I.SENT,
    "see": _I.SEEN,
    "accept": _I.ACCEPTED,
    "decline": _I.DECLINED,
    "withdraw": _I.WITHDRAWN,
    "expire": _I.EXPIRED,
    "talk": _I.TALKS,
    "agree": _I.AGREEMENT,
    "confirm": _I.AGREEMENT,
    "close": _I.CLOSED,
}
OWNERS_STEPS = {"see", "accept", "decline", "confirm"}


def write(rng, organisations, terms, users, *, today):
    """Write every offer and need, then the interests in them; return the offers and needs."""
    if Opportunity.objects.exists():
        return []
    rows = tables.rows("offers")
    numbers = Counter()
    made = [
        _opportunity(rng, place, row, organisations[row["organisation"]], terms, numbers, today=today)
        for place, row in enumerate(rows)
    ]
    for opportunity in made:
        opportunity.author = users.get("company@example.org") if _is_wine(opportunity) else None
    Opportunity.objects.bulk_create(made)
    OpportunityTerm.objects.bulk_create(
        OpportunityTerm(opportunity=one, term=term)
        for one, row in zip(made, rows, strict=True)
        for term in _terms(row, terms)
    )
    audit.record_many(None, "opportunity.created", made, source="demo")
    _write_interests(rng, made, organisations, users, today=today)
    return made


def _is_wine(opportunity):
    return opportunity.organisation.slug == "maquinaria-vinicola-airen"


def _opportunity(rng, place, row, organisation, terms, numbers, *, today):
    """One row; every tenth is in another state than published."""
    state = OTHER_STATES[place // 10 % len(OTHER_STATES)] if place % 10 == 9 else _S.PUBLISHED
    first = today - timedelta(days=rng.randrange(5, 300) if state != _S.EXPIRED else 380)
    prefix = f"{row['kind']}{organisation.country}{first:%Y%m%d}"
    numbers[prefix] += 1
    is_research, was_public = row["kind"] == "RDR", state != _S.DRAFT
    closes = today + timedelta(days=60 + 10 * (place % 7)) if is_research else None
    moment = datetime.combine(first, time(9, rng.randrange(60)), UTC)
    story = [STORIES[row["kind"]][place] for place in (0, 1)]
    return Opportunity(
        reference=f"{prefix}{numbers[prefix]:03}",
        kind=row["kind"],
        organisation=organisation,
        state=state,
        language="en",
        title=tables.both(row, "title"),
        summary=tables.both(row, "summary"),
        description={
            "en": f"{row['summary_en']}\n\n{story[0]}",
            "es": f"{row['summary_es']}\n\n{story[1]}",
        },
        advantages=_pair(BETTER) if row["kind"] in ("BO", "TO") else {},
        technical=_pair(SOUGHT) if row["kind"] in ("BR", "TR") else {},
        partner_role=_pair(ROLE),
        stage=terms.one("een_development_stages", row["stage"]),
        trl=terms.one("trl", row["trl"]),
        ipr=terms.one("een_ipr_statuses", row["ipr"]),
        country=organisation.country,
        target_countries=[code for code in row["countries"].split() if code != organisation.country],
        framework_program="Horizon Europe" if is_research else "",
        call_identifier="A call of the coming work programme" if is_research else "",
        coordinator_required=False if is_research else None,
        interest_until=closes - timedelta(days=21) if closes else None,
        call_closes_on=closes,
        is_anonymous=row["anonymous"] == "yes",
        created_at=moment,
        changed_at=moment,
        published_at=moment if was_public else None,
        first_published_on=first if was_public else None,
        expires_on=(closes or first + timedelta(days=365)) if was_public else None,
    )


def _pair(texts):
    return {"en": texts[0], "es": texts[1]}


def _terms(row, terms):
    """Every keyword of a row."""
    lists = {
        "een_technologies": row["technologies"],
        "een_markets": row["market"],
        "een_sector_groups": row["sector"],
        "sdg": row["goals"],
        "een_partnership_types": row["partnership"],
        "organisation_sizes": "MICRO SMALL MEDIUM",
    }
    return [term for scheme, codes in lists.items() for term in terms.several(scheme, codes)]


def _write_interests(rng, made, organisations, users, *, today):
    """Write the interests with every step and moment, and what the accepted say to each other."""
    open_rows = [one for one in made if one.state == _S.PUBLISHED]
    found = []
    for place, (owner, sender, state) in enumerate(MEETINGS):
        texts = [one for one in open_rows if one.organisation.slug == owner]
        if texts:
            wanted = next((one for one in texts if one.kind in NEEDS), texts[0])
            found.append(_interest(place, wanted, organisations[sender], state, users, today=today))
    Interest.objects.bulk_create(found)
    InterestStep.objects.bulk_create(itertools.chain.from_iterable(_steps(one) for one in found))
    opened = [one for one in found if one.is_opened]
    talks = Conversation.objects.bulk_create(_conversation(one) for one in opened)
    Opening.objects.bulk_create(
        (
            Opening(owner=one, reader=other, opened_at=talk.opened_at)
            for talk in talks
            for one, other in ((talk.first, talk.second), (talk.second, talk.first))
        ),
        ignore_conflicts=True,
    )
    Message.objects.bulk_create(itertools.chain.from_iterable(_messages(talk, rng) for talk in talks))
    audit.record_many(None, "interest.sent", found, source="demo")


def _interest(place, opportunity, sender, state, users, *, today):
    days = 41 if state == _I.EXPIRED else 3 + place
    sent = datetime.combine(today - timedelta(days=days), time(10, place % 60), UTC)
    language = "es" if sender.country == opportunity.country == "ES" else "en"
    is_account = sender.slug == "maquinaria-vinicola-airen"
    interest = Interest(
        opportunity=opportunity,
        organisation=sender,
        sender=users.get("company@example.org") if is_account else None,
        text=LETTERS[place % 2][language == "es"],
        state=state,
        sent_at=sent,
        expires_on=sent.date() + timedelta(days=30),
    )
    path = PATHS[state]
    if "see" in path:
        interest.seen_at = sent + timedelta(hours=20)
    if {"accept", "decline"} & set(path):
        interest.answered_at = sent + timedelta(hours=26)
    if state == _I.DECLINED:
        interest.reason = "taken" if place % 2 else "busy"
    if "talk" in path:
        interest.met_on = (sent + timedelta(days=2)).date()
    if "agree" in path:
        interest.result, interest.result_title = "project", f"{opportunity.title[language]}"[:200]
        interest.agreed_on, interest.agreed_by = (sent + timedelta(days=3)).date(), sender
        interest.confirmed_at = sent + timedelta(days=3, hours=5)
    if state == _I.CLOSED:
        interest.result, interest.closed_at = "none", sent + timedelta(days=4)
    return interest


def _steps(interest):
    """Each step that led to the state, half a day apart."""
    before, at = "", interest.sent_at
    for verb in PATHS[interest.state]:
        side = Side.HOUSE if verb == "expire" else Side.OWNER if verb in OWNERS_STEPS else Side.SENDER
        if verb == "expire":
            at = interest.sent_at + timedelta(days=31)
        yield InterestStep(interest=interest, verb=verb, before=before, after=AFTER[verb], side=side, at=at)
        before, at = AFTER[verb], at + timedelta(hours=13)


def _conversation(interest):
    return Conversation(
        interest=interest,
        first=interest.opportunity.organisation,
        second=interest.organisation,
        opened_at=interest.answered_at,
        last_message_at=interest.answered_at + timedelta(hours=9),
    )


def _messages(talk, rng):
    """A few words, by turns, in the language in which they wrote to each other."""
    is_spanish = talk.first.country == talk.second.country == "ES"
    count = rng.randrange(1, 4)
    for place, words in enumerate(TALK[:count]):
        author = talk.second if place % 2 == 0 else talk.first
        gap = timedelta(hours=9 * (place + 1) / count)
        yield Message(
            conversation=talk, organisation=author, text=words[is_spanish], sent_at=talk.opened_at + gap
        )
