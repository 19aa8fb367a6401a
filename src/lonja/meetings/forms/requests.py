"""What people type about requests, their answers, and when they can be met."""

from datetime import datetime

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lonja.directory.places import language_name
from lonja.events.models import ParticipantType, Participation
from lonja.meetings.models import DeclineReason, PairKind, Priority, Representative, RequestRules

LANGUAGES = ("es", "en", "fr", "de", "it", "pt", "ca", "gl", "eu", "nl", "pl", "ro", "el", "sv", "da", "fi")
_MOMENT = {"type": "datetime-local"}
_TIME = {"type": "time"}


class PeopleSearchForm(forms.Form):
    """Whom somebody looks for among those who come; each choice says how many there are."""

    q = forms.CharField(label=_("Name or organisation"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Takes part as"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    helix = forms.ChoiceField(label=_("Kind of house"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)

    def __init__(self, *args, choices, **kwargs):
        """Offer what there is: (value, label, count) for each field."""
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            self.fields[name].choices = [
                ("", _("Any")), *((value, f"{label} ({count})") for value, label, count in rows)
            ]  # fmt: skip


class WishForm(forms.Form):
    """Why two people should meet, and how much it matters."""

    priority = forms.TypedChoiceField(
        label=_("How much it matters to you"), choices=Priority, coerce=int, initial=Priority.MEDIUM,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=_("What you would like to talk about"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only the two of you read it, and a colleague whom the other side proposes in her "
            "place; the organiser does not."),
    )  # fmt: skip
    colleagues = forms.BooleanField(
        label=_("Anybody of my organisation may sit"), required=False,
        help_text=_("If you are in another meeting then, the planner may send somebody else of your "
            "organisation who comes. Only you read the answer."),
    )  # fmt: skip
    met_before = forms.BooleanField(label=_("We have met before"), required=False)


class ChangeForm(forms.Form):
    """Another priority or text."""

    priority = WishForm.base_fields["priority"]
    text = WishForm.base_fields["text"]


class PriorityForm(forms.Form):
    """Another priority, from the list."""

    priority = forms.TypedChoiceField(choices=Priority, coerce=int)


class DeclineForm(forms.Form):
    """Why somebody does not want a meeting."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=DeclineReason, widget=forms.RadioSelect,
        help_text=_("The one who asked reads it."),
    )  # fmt: skip
    text = forms.CharField(label=_("A word more"), required=False, max_length=300)


class ColleagueForm(forms.Form):
    """Whom somebody proposes in her own place."""

    colleague = forms.ModelChoiceField(
        label=_("Colleague"), queryset=Participation.objects.none(), widget=forms.RadioSelect,
        empty_label=None, help_text=_("Your colleague reads the text, gets a mail, and answers."),
    )  # fmt: skip

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues


class SitForm(forms.Form):
    """Who may sit for one's own side."""

    colleagues = forms.ModelMultipleChoiceField(
        label=_("Who may sit instead of you"), queryset=Participation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If you are in another meeting then, the planner may choose one of them. Nobody: only "
            "you sit."),
    )  # fmt: skip

    def __init__(self, *args, colleagues, request, side, **kwargs):
        chosen = Representative.objects.filter(request=request, side=side)
        initial = {"colleagues": list(chosen.values_list("participation", flat=True))}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["colleagues"].queryset = colleagues


class AvailabilityForm(forms.Form):
    """When and how somebody can be met, by the clock of the venue."""

    arrives_at = forms.DateTimeField(
        label=_("I arrive"), required=False,
        widget=forms.DateTimeInput(attrs=_MOMENT, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    leaves_at = forms.DateTimeField(
        label=_("I leave"), required=False,
        widget=forms.DateTimeInput(attrs=_MOMENT, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    lunch_from = forms.TimeField(
        label=_("Lunch pause from"), required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M")
    )
    lunch_until = forms.TimeField(
        label=_("Lunch pause until"), required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M")
    )
    remote = forms.BooleanField(label=_("I take part remotely"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages in which I can hold a meeting"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    wants_table = forms.BooleanField(
        label=_("I would like a table of my own"), required=False,
        help_text=_("The organiser decides; those who meet you then come to you."),
    )  # fmt: skip

    def __init__(self, *args, slots, zone, **kwargs):
        """Offer the slots of an edition, day by day."""
        super().__init__(*args, **kwargs)
        self.slots, self.zone = list(slots), zone
        self.fields["languages"].choices = [(code, language_name(code)) for code in LANGUAGES]
        days = {}
        for slot in self.slots:
            at = slot.starts_at.astimezone(zone)
            days.setdefault(at.date(), []).append((str(slot.pk), f"{at:%H:%M}"))
        self.days = []
        free = self.initial.get("free", set())
        for day, choices in days.items():
            name = f"free_{day:%Y%m%d}"
            self.fields[name] = forms.MultipleChoiceField(
                label=capfirst(date_format(day, str(_("l, j F")))), choices=choices, required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.initial[name] = [key for key, _label in choices if int(key) in free]
            self.days.append(name)

    def day_fields(self):
        """The grid, one field for each day."""
        return [self[name] for name in self.days]

    def clean(self):
        """A pause has a beginning and an end."""
        cleaned = super().clean()
        start, end = cleaned.get("lunch_from"), cleaned.get("lunch_until")
        if bool(start) != bool(end):
            self.add_error("lunch_until", _("Give both times of the pause, or none."))
        elif start and start >= end:
            self.add_error("lunch_until", _("The pause ends before it begins."))
        for name in ("arrives_at", "leaves_at"):
            if isinstance(cleaned.get(name), datetime):  # by the clock of the venue, not of the server
                cleaned[name] = cleaned[name].replace(tzinfo=self.zone)
        return cleaned

    def facts(self):
        """What the service takes."""
        kept = self.cleaned_data
        return {
            "free": [int(key) for name in self.days for key in kept[name]],
            "lunch": (kept["lunch_from"], kept["lunch_until"]) if kept["lunch_from"] else None,
            "stay": {name: kept[name] for name in ("arrives_at", "leaves_at", "remote")},
            "presence": {name: kept[name] for name in ("languages", "wants_table")},
        }


class RulesForm(forms.ModelForm):
    """Limits, times, and who may ask whom."""

    class Meta:
        model = RequestRules
        fields = ["most_per_person", "most_per_organisation", "answer_days", "remind_days"]

    def __init__(self, *args, barred=(), **kwargs):
        """One group of boxes for each type of participant: whom it may ask."""
        super().__init__(*args, **kwargs)
        for kind in ParticipantType:
            self.fields[f"asks_{kind}"] = forms.MultipleChoiceField(
                label=kind.label, choices=ParticipantType, required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[asked for asked in ParticipantType.values if (kind, asked) not in barred],
            )  # fmt: skip

    def matrix(self):
        """The groups of boxes."""
        return [self[f"asks_{kind}"] for kind in ParticipantType]

    def plain(self):
        """The limits."""
        return [self[name] for name in self._meta.fields]

    def facts(self):
        """(limits, barred pairs of types)."""
        barred = {
            (kind.value, asked)
            for kind in ParticipantType
            for asked in ParticipantType.values
            if asked not in self.cleaned_data[f"asks_{kind}"]
        }
        return {name: self.cleaned_data[name] for name in self._meta.fields}, barred


class PairForm(forms.Form):
    """Two people who must meet, or must not; each is named as on the list."""

    one = forms.CharField(label=_("One person"), max_length=200)
    other = forms.CharField(
        label=_("The other person"), max_length=200,
        help_text=_("The name as it stands on the list of those who come."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Rule"), choices=PairKind, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Only organisers read it."),
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition

    def clean_one(self):
        """Somebody on the list."""
        return self._person("one")

    def clean_other(self):
        """Somebody on the list."""
        return self._person("other")

    def _person(self, name):
        rows = Participation.objects.expected().filter(
            edition=self.edition, person__name__iexact=self.cleaned_data[name].strip()
        )
        found = list(rows.select_related("person", "organisation")[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Nobody of this name comes.") if not found else _("Several people of this name come.")
            )
        return found[0]
