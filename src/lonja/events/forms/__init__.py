"""What people type about events."""

from lonja.events.forms.bookings import AgreeForm, RegisterForm
from lonja.events.forms.editions import EditionForm, EventForm, ParticipantSearchForm, has_organisers
from lonja.events.forms.registrations import ConditionsForm, DeclineForm, OwnRegistrationForm

__all__ = [
    "AgreeForm",
    "ConditionsForm",
    "DeclineForm",
    "EditionForm",
    "EventForm",
    "OwnRegistrationForm",
    "ParticipantSearchForm",
    "RegisterForm",
    "has_organisers",
]
