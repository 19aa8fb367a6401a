"""What was fixed beforehand and cannot be, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base.errors import Refused

# What the algorithms say, and what we say for it.
SENTENCES = {
    "locked where one of its people is away": gettext_lazy(
        "It is fixed to a time at which one of its people is not here."
    ),
    "locked though its people must never meet": gettext_lazy(
        "It is fixed, though the organiser has said that these two must not meet."
    ),
    "two meetings of one person locked in one slot": gettext_lazy(
        "Two meetings of one person are fixed to the same time."
    ),
    "two meetings locked at one table in one slot": gettext_lazy(
        "Two meetings are fixed to the same table at the same time."
    ),
    "locked at a table that is closed then": gettext_lazy("It is fixed to a table that is not open then."),
    "locked at a table whose host does not take part": gettext_lazy(
        "It is fixed to the table of somebody who does not take part in it."
    ),
    "locked away from the table of its host": gettext_lazy(
        "One of its people has a table of her own, but it is fixed to another one."
    ),
    "locked where no table of its host is open": gettext_lazy(
        "One of its people has a table of her own, which is not open at the time to which it is fixed."
    ),
    "more meetings locked in a slot than tables open": gettext_lazy(
        "More meetings are fixed to one time than there are tables open then."
    ),
    "more meetings locked than most allows, participant": gettext_lazy(
        "More meetings are fixed for this person than one person may have."
    ),
    "locked without a pause, participant": gettext_lazy(
        "So many meetings in a row are fixed for this person that no pause is left."
    ),
    "locked where nobody who may sit is free": gettext_lazy(
        "Nobody of those who may sit is free at the time to which it is fixed."
    ),
    "locked where the rules of the others leave no place": gettext_lazy(
        "It is fixed to a time that other fixed meetings leave no place at."
    ),
    "before is broken by locked meetings": gettext_lazy(
        "It comes after a meeting that is fixed to the same time or a later one."
    ),
    "before runs in a circle through the meetings of": gettext_lazy(
        "Each of these meetings would have to come after the others: they wait for each other in a circle."
    ),
    "sides leaves nobody to sit on both sides": gettext_lazy(
        "The same people are named on both sides, and nobody is left to meet."
    ),
}


class Contradiction(Refused):
    """What an organiser fixed beforehand cannot be.

    Attributes:
        requests: keys of the requests concerned.
        people: keys of the people concerned.
    """

    def __init__(self, what, *, requests=(), people=()):
        """Say it in the language that holds now; `what` is the sentence of the algorithms."""
        known = SENTENCES.get(what)
        sentence = (
            str(known)
            if known
            else _("What is fixed beforehand contradicts itself: %(what)s.") % {"what": what}
        )
        super().__init__(
            sentence, remedy=_("Fix less beforehand, or something that goes together, and plan again.")
        )
        self.requests, self.people = tuple(requests), tuple(people)
