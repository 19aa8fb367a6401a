"""What organisers type about the money of an edition, and about those who help."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.base import files
from lonja.directory.amounts import EurosField
from lonja.directory.models import Organisation
from lonja.events.forms.editions import FIRST_DAY, LAST_DAY
from lonja.events.forms.texts import DAY, LocalMomentField, at_the_clock, house_named
from lonja.events.models import INCOME, SUPPORT, WITH_PARTNER, BudgetCategory, Helper, HelperKind

MOST_EUROS = 1_000_000_000


def _categories():
    """Categories in two groups: what comes in, and what goes out."""
    return [
        ("", _("Choose one")),
        (_("Income"), [(one.value, one.label) for one in BudgetCategory if one in INCOME]),
        (_("Costs"), [(one.value, one.label) for one in BudgetCategory if one not in INCOME]),
    ]


class LineForm(forms.Form):
    """Money that is planned to come in or to go out."""

    category = forms.ChoiceField(label=_("For what"), choices=_categories)
    text = forms.CharField(label=_("What exactly"), max_length=200, required=False)
    who = forms.CharField(
        label=_("Who gives, or who works for it"),
        max_length=200,
        required=False,
        help_text=_("Linked to the directory when it is called so there."),
    )
    planned_cents = EurosField(label=_("Planned, in euro"), max_value=MOST_EUROS)
    is_public = forms.BooleanField(label=_("Name it on the public page, without the amount"), required=False)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean(self):
        cleaned = super().clean()
        category = cleaned.get("category")
        if category in WITH_PARTNER and not cleaned.get("who"):
            self.add_error("who", _("Say who it is."))
        if category and cleaned.get("is_public") and category not in SUPPORT:
            self.add_error("is_public", _("Only sponsors and co-funders are named on the public page."))
        return cleaned

    def facts(self):
        """The columns as the service takes them."""
        facts = {name: self.cleaned_data[name] for name in ("category", "text", "planned_cents", "is_public")}
        name = self.cleaned_data["who"]
        found = house_named(name, self.actor) if name else None
        found = found if isinstance(found, Organisation) else None
        return facts | {"partner": found, "partner_name": "" if found else name}


class EntryForm(forms.Form):
    """Money that came in or went out."""

    cents = EurosField(
        label=_("Amount in euro"),
        min_value=-MOST_EUROS,
        max_value=MOST_EUROS,
        help_text=_("With a minus sign it takes back an entry that was wrong."),
    )
    on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("An invoice, a receipt or a decision, as PDF or picture."),
    )

    def clean_cents(self):
        cents = self.cleaned_data["cents"]
        if cents == 0:
            raise forms.ValidationError(_("Enter an amount that is not zero."))
        return cents

    def clean_on(self):
        day = self.cleaned_data["on"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Write a day of our times."))
        return day

    def clean_evidence(self):
        uploaded = self.cleaned_data["evidence"]
        fault = uploaded and files.fault_of(uploaded, types=(files.PDF, files.PNG, files.JPEG))
        if fault:
            raise forms.ValidationError(fault)
        return uploaded


class HelperForm(forms.ModelForm):
    """Somebody who helps."""

    class Meta:
        model = Helper
        fields = ["kind", "name", "task", "hours"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = HelperKind.choices
        self.fields["hours"].max_value = 10_000

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        if hours > 10_000:
            raise forms.ValidationError(_("Nobody helps for so many hours."))
        return hours

    def facts(self):
        """The columns as the service takes them."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class DoorForm(forms.Form):
    """Who checks people in, and from when to when by the clock of the venue."""

    email = forms.EmailField(label=_("E-mail address of the account"), max_length=254)
    starts = LocalMomentField(label=_("From"), required=False, help_text=_("At once when left empty."))
    ends = LocalMomentField(label=_("Until"))

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone_info = zoneinfo.ZoneInfo(edition.time_zone)

    def clean(self):
        cleaned = super().clean()
        for name, column in (("starts", "valid_from"), ("ends", "valid_until")):
            local = cleaned.get(name)
            cleaned[column] = None
            if local is None:
                continue
            if not FIRST_DAY <= local.date() <= LAST_DAY:
                self.add_error(name, _("No calendar knows the clocks of this day."))
                continue
            cleaned[column] = at_the_clock(local, self.zone_info)
            if cleaned[column] is None:
                self.add_error(name, _("On that day the clock of the place leaves this hour out."))
        return cleaned

    def facts(self):
        """What the service needs."""
        return {name: self.cleaned_data[name] for name in ("email", "valid_from", "valid_until")}
