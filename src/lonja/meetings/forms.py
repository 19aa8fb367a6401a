"""What people type about meetings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.meetings.models import Effort, Priority


class PlanForm(forms.Form):
    """How the planner should work."""

    effort = forms.ChoiceField(
        label=_("How long to look"), choices=Effort, initial=Effort.NORMAL,
        help_text=_("More time can place more requests and spare people walking."),
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Seed"), min_value=0, max_value=2_000_000_000, initial=1,
        help_text=_("The same people, requests and seed give the same plan. Another seed gives another one."),
    )  # fmt: skip


class RequestForm(forms.Form):
    """Why two people should meet."""

    priority = forms.TypedChoiceField(
        label=_("How much it matters to you"), choices=Priority, coerce=int, initial=Priority.MEDIUM,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=_("What you would like to talk about"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Only the two of you read it; the "
            "organiser does not."),
    )  # fmt: skip
    colleagues = forms.BooleanField(
        label=_("Anybody of my organisation may sit"), required=False,
        help_text=_("If you are in another meeting then, the planner may send somebody else of your "
            "organisation who comes. Only you read the answer."),
    )  # fmt: skip
