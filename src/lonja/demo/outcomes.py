"""What came of the meetings of the demo's last encounter: answers of both sides, and the public report.

The counts are those of the source: 590 held, 460 answered, 236 materialised.
"""

from datetime import UTC, datetime, time, timedelta

from lonja.base import audit
from lonja.events.models import Consent, Edition, Purpose
from lonja.impact import rows
from lonja.impact.lifecycle import Came, GoesOn, Level
from lonja.impact.models import (
    Collaboration,
    Conversion,
    FollowUp,
    MeetingNote,
    OutcomeAnswer,
    OutcomeQuestion,
    ProjectIdea,
    Rating,
)
from lonja.impact.models.outcomes import MILESTONES
from lonja.impact.services import reports
from lonja.impact.services.followups import LINK_DAYS
from lonja.impact.tokens import digest, token_of
from lonja.meetings.lifecycle import MeetingState
from lonja.meetings.models import Meeting, Side

ANSWERED, CONTRADICTED = 460, 17
KINDS = {"RD": 89, "COM": 59, "SALE": 59, "INT": 29}
VALUES = {"RD": (40, 400), "COM": (5, 120), "SALE": (2, 80), "INT": (10, 150)}
LEVELS = [Level.REGIONAL] * 6 + [Level.NATIONAL] * 3 + [Level.EUROPEAN]
SECOND_SIDE, AGREED = 0.55, 0.85
FIRST_WITHOUT = 0.12
GOES_ON = [GoesOn.YES] * 4 + [GoesOn.MAYBE] * 4 + [GoesOn.NO] * 2
PRACTICE = {
    "summary": {
        "en": "In its third edition the encounter brought 210 organisations to one hall, and four in ten of "
        "their meetings became something.",
        "es": "En su tercera edición el encuentro reunió a 210 organizaciones, y cuatro de cada diez de sus "
        "reuniones acabaron en algo.",
    },
    "method": {
        "en": "Both sides of each meeting were asked one, six and twelve months after the encounter.",
        "es": "Se preguntó a ambas partes de cada reunión uno, seis y doce meses después del encuentro.",
    },
    "resources": {
        "en": "10,000 euros of the organiser, 8,000 of the regional government, 2,000 of sponsors, and a fee "
        "of 50 euros. Ten people prepare and run the day; food, hall and publicity are bought in.",
        "es": "10 000 euros de la entidad organizadora, 8000 del gobierno regional, 2000 de patrocinadores y "
        "una cuota de 50 euros. Diez personas lo preparan y atienden; la comida, el espacio y la promoción "
        "se contratan fuera.",
    },
    "difficulties": {
        "en": "In the first editions it was hard to find public money and sponsors, and to convince some "
        "that such a day would be worth theirs.",
        "es": "En las primeras ediciones costó encontrar dinero público y patrocinadores, y convencer a "
        "algunos de que la jornada merecía la pena.",
    },
    "transfer": {
        "en": "Any region can hold such a day. Its government sees what firms and research groups can do and "
        "what they lack, and can shape its calls after that.",
        "es": "Cualquier región puede organizar una jornada así. Su gobierno ve qué saben hacer y qué les "
        "falta a las empresas y los grupos de investigación, y puede orientar sus convocatorias.",
    },
}


def write(rng, users):
    """Write consents, ratings, answers, what some meetings became, and publish the report."""
    for edition in Edition.objects.filter(state="closed").order_by("pk"):
        _write_consents(rng, edition, without=FIRST_WITHOUT if edition.slug == "2016" else 0)
        Meeting.objects.filter(run__edition=edition, state=MeetingState.PLANNED).update(
            state=MeetingState.HELD
        )
    last = Edition.objects.select_related("event").filter(event__slug="itecam-encounter", slug="2018").get()
    meetings = list(rows.held(last).for_agenda())
    met = datetime.combine(last.ends_on, time(17), UTC)
    Rating.objects.bulk_create(_ratings(rng, meetings, met))
    answers = OutcomeAnswer.objects.bulk_create(_answers(rng, meetings, met))
    audit.record_many(None, "outcome.answered", answers, source="demo")
    _write_questions(rng, meetings, answers, met)
    _write_more(meetings, users["participant@example.org"].person, met)
    organiser = users["organiser@example.org"]
    evidence = {
        "en": "590 meetings in one day, 236 of them with an outcome; 320 meetings two years before.",
        "es": "590 reuniones en un día, 236 de ellas con resultado; 320 reuniones dos años antes.",
    }
    contact = {
        "author_name": organiser.name,
        "author_contact": organiser.email,
        "practice_is_public": True,
    }
    reports.write(last, facts={**PRACTICE, "evidence": evidence, **contact}, actor=organiser)
    reports.publish(last, actor=organiser, now=met + timedelta(days=400))


def _write_questions(rng, meetings, answers, met):
    """Nearly everybody was asked after one, six and twelve months, and answered when she did."""
    sat = {}
    for meeting in meetings:
        for one in meeting.sitting:
            sat.setdefault(one.pk, []).append(meeting.request_id)
    spoke = {(each.request_id, each.participation_id): each.answered_at for each in answers}
    asked = [pk for pk in sorted(sat) if rng.random() < 0.95]
    follow_ups = []
    for months in MILESTONES:
        at = met + timedelta(days=30 * months)
        for pk in asked:
            each = FollowUp(
                participation_id=pk, months=months, asked_at=at, expires_at=at + timedelta(days=LINK_DAYS)
            )
            each.token_hash = digest(token_of("stop", each.uid))
            follow_ups.append(each)
    questions = []
    for follow_up in FollowUp.objects.bulk_create(follow_ups):
        for request in sat[follow_up.participation_id]:
            at = spoke.get((request, follow_up.participation_id))
            question = OutcomeQuestion(follow_up=follow_up, request_id=request)
            if at and follow_up.asked_at <= at < follow_up.expires_at:
                question.answered_at = at
            question.token_hash = digest(token_of("answer", question.uid))
            questions.append(question)
    OutcomeQuestion.objects.bulk_create(questions, batch_size=1000)


def _write_consents(rng, edition, *, without):
    """Everybody agrees to be asked later, but for some at the first encounter: their names lapse."""
    given_at = datetime.combine(edition.starts_on - timedelta(days=20), time(9), UTC)
    people = edition.participations.select_related("person").order_by("pk")
    Consent.objects.bulk_create(
        Consent(participation=one, purpose=Purpose.FOLLOW_UP, given_at=given_at)
        for one in people
        if rng.random() >= without or one.person.user_id
    )


def _ratings(rng, meetings, met):
    for meeting in meetings:
        for one in meeting.sitting:
            if rng.random() < 0.6:
                yield Rating(
                    request_id=meeting.request_id,
                    participation=one,
                    useful=rng.choices([1, 2, 3, 4, 5], [1, 2, 6, 10, 7])[0],
                    goes_on=rng.choice(GOES_ON),
                    rated_at=met,
                )


def _answers(rng, meetings, met):
    """As many answered meetings, outcomes of each kind and contradictions as the counts say."""
    chosen = rng.sample(meetings, min(ANSWERED, len(meetings)))
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    for number, meeting in enumerate(chosen):
        sides = list(zip(meeting.sitting, (Side.SENDER, Side.RECIPIENT), strict=True))
        rng.shuffle(sides)
        if number < len(kinds):
            yield from _outcome(rng, meeting, sides, kinds[number], met)
        elif number < len(kinds) + CONTRADICTED:
            yield _yes(rng, meeting, *sides[0], rng.choice(list(KINDS)), met)
            yield _said(rng, meeting, *sides[1], rng.choice([Came.NO, Came.NOT_YET]), met)
        else:
            for side in sides if rng.random() < SECOND_SIDE else sides[:1]:
                yield _said(rng, meeting, *side, rng.choice([Came.NO, Came.NOT_YET, Came.NOT_YET]), met)


def _outcome(rng, meeting, sides, kind, met):
    """An outcome that one side tells, often after a first "not yet", and half of the time both."""
    if rng.random() < 0.4:
        yield _said(rng, meeting, *sides[0], Came.NOT_YET, met, months=1)
    first = _yes(rng, meeting, *sides[0], kind, met)
    yield first
    if rng.random() < SECOND_SIDE:
        second = _yes(rng, meeting, *sides[1], kind, met)
        if rng.random() < AGREED:
            second.value_cents, second.level = first.value_cents, first.level
        yield second


def _said(rng, meeting, participation, side, came, met, *, months=None, **fields):
    months = months or rng.choice([6, 6, 12])
    return OutcomeAnswer(
        request_id=meeting.request_id,
        participation=participation,
        side=side,
        came=came,
        answered_at=met + timedelta(days=30 * months + rng.randint(1, 20), minutes=rng.randint(0, 400)),
        **fields,
    )


def _yes(rng, meeting, participation, side, kind, met):
    low, high = VALUES[kind]
    return _said(
        rng,
        meeting,
        participation,
        side,
        Came.YES,
        met,
        outcome_type=kind,
        value_cents=rng.randint(low, high) * 100_000 if rng.random() < 0.7 else None,
        level=rng.choice(LEVELS) if rng.random() < 0.9 else "",
    )


def _write_more(meetings, person, met):
    """A note, an idea and a collaboration of the ready-made participant."""
    mine = [
        (meeting, me)
        for meeting in meetings
        for me in meeting.sitting
        if me.person_id == person.pk
    ]  # fmt: skip
    if len(mine) < 2:
        return
    (first, me), (second, also_me) = mine[:2]
    MeetingNote.objects.update_or_create(
        request=first.request,
        participation=me,
        defaults={"text": "Send the drawings before Christmas; ask for the test report.", "changed_at": met},
    )
    idea = ProjectIdea.objects.create(
        author=me,
        title="A shared line to test coatings",
        text="Their laboratory, our plant: one line to test coatings against rust, open to others.",
        written_at=met + timedelta(days=60),
    )
    claim = Collaboration.objects.create(
        claimed_by=also_me,
        text="We buy steel together and share the transport.",
        claimed_at=met + timedelta(days=90),
    )
    Conversion.objects.create(
        request=first.request, made_by=me, kind="idea", idea=idea, made_at=idea.written_at
    )
    Conversion.objects.create(
        request=second.request, made_by=also_me, kind="collaboration", collaboration=claim,
        made_at=claim.claimed_at,
    )  # fmt: skip
