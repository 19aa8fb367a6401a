"""What one side says came of a meeting."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, files
from lonja.base.errors import Refused
from lonja.impact.lifecycle import Came
from lonja.impact.models import OutcomeAnswer, OutcomeQuestion
from lonja.impact.outcome_types import outcome_types

EVIDENCE_TYPES = (files.PDF, files.PNG, files.JPEG)


@transaction.atomic
def answer(request, *, participation, side, facts, uploaded=None, question=None, actor, now):
    """Add an answer to the history of one side; earlier ones stay as they are.

    Args:
        facts: came, outcome_type, value_cents, level, evidence, evidence_link, note.
        question: the one whose link was used, when it was one.

    Raises:
        Refused: when the type is unknown or does not go with the answer.
    """
    facts = _fitting(facts)
    kept = (
        files.keep(uploaded, name=uploaded.name, kind="outcome-evidence", owner=actor, types=EVIDENCE_TYPES)
        if uploaded
        else None
    )
    made = OutcomeAnswer.objects.create(
        request=request,
        participation=participation,
        side=side,
        question=question,
        evidence_file=kept,
        answered_at=now,
        **facts,
    )
    OutcomeQuestion.objects.filter(
        request=request, follow_up__participation=participation, answered_at=None
    ).update(answered_at=now)
    audit.record(actor, "outcome.answered", made, came=made.came, side=made.side, type=made.outcome_type)
    return made


def _fitting(facts):
    """The facts as far as they go with the answer: without an outcome there is no type and no value."""
    facts = {**facts}
    if facts["came"] == Came.NO:
        return {**facts, "outcome_type": "", "value_cents": None, "level": ""}
    known = outcome_types().get(facts.get("outcome_type", ""))
    if facts["came"] == Came.YES and (known is None or not known.counts):
        raise Refused(_("Say what came of the meeting: choose one of the list."))
    if facts["came"] == Came.NOT_YET:
        open_type = known.code if known and not known.counts else ""
        return {**facts, "outcome_type": open_type, "value_cents": None, "level": ""}
    return facts
