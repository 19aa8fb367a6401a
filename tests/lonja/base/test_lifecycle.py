"""States are a table."""

import pytest
from django.db.models import TextChoices

from lonja.base.errors import Refused
from lonja.base.lifecycle import Lifecycle


class Door(TextChoices):
    OPEN = "open"
    SHUT = "shut"


DOOR = Lifecycle(
    Door,
    {("shut", Door.OPEN): Door.SHUT, ("open", Door.SHUT): Door.OPEN},
    {"shut": "It is shut already."},
    otherwise="That cannot be.",
)


def test_a_verb_leads_to_the_state_of_the_table():
    assert (DOOR.after("shut", "open"), DOOR.after("open", Door.SHUT)) == (Door.SHUT, Door.OPEN)


@pytest.mark.parametrize(("verb", "told"), [("shut", "It is shut already."), ("paint", "That cannot be.")])
def test_whoever_comes_too_late_reads_the_sentence_of_the_verb(verb, told):
    with pytest.raises(Refused) as refused:
        DOOR.after(verb, Door.SHUT)

    assert str(refused.value) == told
