"""A rating and a note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.impact.lifecycle import GoesOn

USEFUL = (
    (5, _("5 – very useful")), (4, _("4 – useful")), (3, _("3 – so-so")),
    (2, _("2 – of little use")), (1, _("1 – a waste of time")),
)  # fmt: skip


class RatingForm(forms.Form):
    """Two questions right after a meeting."""

    useful = forms.TypedChoiceField(
        label=_("Was the meeting useful?"), choices=USEFUL, coerce=int, widget=forms.RadioSelect
    )
    goes_on = forms.ChoiceField(label=_("Will you go on?"), choices=GoesOn, widget=forms.RadioSelect)


class NoteForm(forms.Form):
    """A private note; empty to take it away."""

    text = forms.CharField(
        label=_("My note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only you read it: not the other side, and not the organiser."),
    )
