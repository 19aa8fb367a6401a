"""Why a request was not placed and what would make it possible, in the reader's words."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASONS = {
    "never": gettext_lazy("The organiser has said that these two must not meet."),
    "no_common_slot": gettext_lazy("The two are never here at the same time."),
    "outside_window": gettext_lazy(
        "The two are here at the same time, but never in a slot allowed for this meeting."
    ),
    "tables_closed": gettext_lazy("No table that they may use is open while both are here."),
    "locked_out": gettext_lazy("Meetings that were fixed beforehand take every slot in which both are here."),
    "group_full": gettext_lazy("The group of one of them already holds the most meetings it may hold."),
    "no_shared_gap": gettext_lazy("Whenever both are here, one of them is in another meeting."),
    "no_free_table": gettext_lazy("Both are free at the same time, but every table is taken then."),
    "too_far": gettext_lazy("One of them could not walk from one table to the next in time."),
    "out_of_order": gettext_lazy("It would have to be held before or after another meeting."),
    "taken_off": gettext_lazy("The organiser took it off the plan."),
    "room_left": gettext_lazy("There would be room, but only in a slot that is over or was left as it is."),
}
REASONS_WITH_NAME = {
    "at_most": gettext_lazy("%(who)s already has the most meetings that one person may have."),
    "person_full": gettext_lazy("%(who)s is in other meetings in every slot in which both are here."),
    "no_pause": gettext_lazy("%(who)s would have too many meetings in a row."),
}


# Where several people may sit for one side, and the same holds for more than one of them.
REASONS_WITH_NAMES = {
    "at_most": gettext_lazy("%(who)s already have the most meetings that one person may have."),
    "person_full": gettext_lazy(
        "%(who)s, any of whom could sit, are in other meetings in every slot in which both sides are here."
    ),
    "no_pause": gettext_lazy("%(who)s would each have too many meetings in a row."),
}


LABELS = {
    "at_most": gettext_lazy("One of them has the most meetings allowed."),
    "person_full": gettext_lazy("One of them is in other meetings all the time."),
    "no_pause": gettext_lazy("One of them would have too many meetings in a row."),
}


def label_of(reason):
    """Why, without names."""
    return str(LABELS.get(reason) or REASONS[reason])


def reason_sentence(reason, *, who="", people=()):
    """Why, as a sentence.

    Args:
        reason: its name.
        who: the person concerned.
        people: or everybody concerned, where several may sit.
    """
    names = [name for name in people or [who] if name]
    if reason not in REASONS_WITH_NAME:
        return str(REASONS[reason])
    if len(names) > 1:
        return REASONS_WITH_NAMES[reason] % {"who": get_text_list(names, _("and"))}
    return REASONS_WITH_NAME[reason] % {"who": names[0] if names else _("One of the two")}


def remedy_sentence(change, *, slot="", who=""):
    """What would make it possible, everything else staying where it is; empty when no single change would."""
    if not change:
        return ""
    known = {"slot": slot, "who": who or _("One of the two")}
    sentences = {
        "one_more_table": _("One more table at %(slot)s would do."),
        "be_present": _("It would fit at %(slot)s if %(who)s were here then."),
        "wider_window": _("It would fit at %(slot)s if it were allowed then."),
        "one_more_meeting": _("It would fit at %(slot)s if %(who)s might hold one meeting more."),
        "one_more_for_group": _(
            "It would fit at %(slot)s if the group of %(who)s might hold one meeting more."
        ),
        "without_pause": _("It would fit at %(slot)s if %(who)s did without a pause."),
    }
    return sentences[change] % known
