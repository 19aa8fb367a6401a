"""The shape of what people type after an event."""

from lonja.impact.forms.conversions import CollaborationForm, IdeaForm, OpportunityForm
from lonja.impact.forms.keeping import NoteForm, RatingForm
from lonja.impact.forms.outcomes import OutcomeForm
from lonja.impact.forms.reports import DeclareForm, ReportForm

__all__ = [
    "CollaborationForm",
    "DeclareForm",
    "IdeaForm",
    "NoteForm",
    "OpportunityForm",
    "OutcomeForm",
    "RatingForm",
    "ReportForm",
]
