"""What is typed about the outputs of an edition, its follow-ups and its report."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import Role, User, in_force
from lonja.directory.models.fields import Qualifier
from lonja.events.forms.editions import FIRST_DAY, LAST_DAY
from lonja.events.forms.texts import DAY, EditionTextsForm
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import EditionReport, Output, OutputKind, Participation, ReportFigure

MOST_RESPONSIBLE = 500
MOST_COUNTED = 1_000_000_000


class OutputForm(EditionTextsForm):
    """Something that came out of an edition."""

    texts = {"text": (_("In your words"), "")}
    needed = "text"

    class Meta:
        model = Output
        fields = ["kind"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["kind", *self.text_names("text")])


class OrganisersOutputForm(OutputForm):
    """The same for the organiser, who also chooses what all may read."""

    class Meta(OutputForm.Meta):
        fields = ["kind", "is_public"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_public") and cleaned.get("kind") == OutputKind.CONTACT:
            self.add_error(
                "is_public",
                _("Whom somebody met stays inside; the public report only counts contacts."),
            )
        return cleaned


def responsible_people(edition):
    """Accounts that can take something on: those who organise, and those who come or came."""
    organisers = Q(
        in_force("event_grants__"),
        Q(event_grants__edition=edition) | Q(event_grants__edition=None),
        event_grants__event=edition.event_id,
        event_grants__role=Role.EVENT_ORGANISER,
    )
    coming = Participation.objects.filter(edition=edition, state__in=EXPECTED, person__user__isnull=False)
    rows = User.objects.filter(organisers | Q(pk__in=coming.values("person__user")), is_active=True)
    chosen = list(rows.order_by("name", "pk").values_list("pk", flat=True).distinct()[:MOST_RESPONSIBLE])
    return User.objects.filter(pk__in=chosen).order_by("name", "pk")


class FollowUpForm(forms.Form):
    """What somebody promised to do, and until when."""

    text = forms.CharField(label=_("What is to be done"), max_length=300)
    responsible = forms.ModelChoiceField(label=_("Who does it"), queryset=None)
    due_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("On that day the person gets one reminder by e-mail."),
    )
    output = forms.ModelChoiceField(
        label=_("For which output"), queryset=None, required=False, empty_label=_("For none of them")
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = responsible_people(edition)
        self.fields["output"].queryset = edition.outputs.all()

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Write a day of our times."))
        return day


class ReportForm(EditionTextsForm):
    """The report of an edition."""

    texts = {
        "text": (_("What happened"), ""),
        "encounters": (_("Who met whom"), _("For example: the cluster of the host met four companies.")),
    }
    needed = "text"

    class Meta:
        model = EditionReport
        fields = ["is_public"]
        labels = {"is_public": _("Everybody may read it")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*self.text_names("text", "encounters"), "is_public"])


class FigureForm(EditionTextsForm):
    """A number of the report, with how it is meant."""

    texts = {"label": (_("Of what"), "")}
    lines = ("label",)
    needed = "label"

    class Meta:
        model = ReportFigure
        fields = ["number_qualifier", "number", "source"]
        labels = {"number_qualifier": _("How it is meant")}
        help_texts = {"source": _("Who counted, and when.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number_qualifier"].choices = Qualifier.choices
        self.fields["number"].max_value = MOST_COUNTED
        self.order_fields(["number_qualifier", "number", *self.text_names("label"), "source"])

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number > MOST_COUNTED:
            raise forms.ValidationError(_("This number is too large to be true."))
        return number
