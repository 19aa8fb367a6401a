"""What people type about events."""

from lonja.events.forms.editions import EditionForm, EventForm, ParticipantSearchForm, has_organisers
from lonja.events.forms.registrations import ConditionsForm, DeclineForm, OwnRegistrationForm, RegisterForm

__all__ = [
    "ConditionsForm",
    "DeclineForm",
    "EditionForm",
    "EventForm",
    "OwnRegistrationForm",
    "ParticipantSearchForm",
    "RegisterForm",
    "has_organisers",
]
