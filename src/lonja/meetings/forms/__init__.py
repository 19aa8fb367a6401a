"""What people type about meetings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.meetings.lifecycle import HOLDING, PlanState
from lonja.meetings.models import Effort, PlanRun, Slot, Table


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
    keeps = forms.ModelChoiceField(
        label=_("What to plan"), queryset=PlanRun.objects.none(), required=False, to_field_name="number",
        empty_label=_("Everything but what is locked"),
        help_text=_("To plan only the free slots, choose the plan whose meetings all stay where they are."),
    )  # fmt: skip

    def __init__(self, *args, edition, **kwargs):
        """Offer the plans of an edition that have something to keep."""
        super().__init__(*args, **kwargs)
        made = [PlanState.DRAFT, *HOLDING]
        self.fields["keeps"].queryset = edition.plan_runs.filter(state__in=made).newest_first()
        self.fields["keeps"].label_from_instance = lambda run: (
            _("Only the free slots of plan %(number)s") % {"number": run.number}
        )


class MoveForm(forms.Form):
    """Where a meeting should be held; the board sends it, and a plain page shows it."""

    slot = forms.ModelChoiceField(
        label=_("When"), queryset=Slot.objects.none(), required=False, empty_label=None
    )
    table = forms.ModelChoiceField(
        label=_("Table"), queryset=Table.objects.none(), required=False,
        empty_label=_("The first table that is free then"),
    )  # fmt: skip
    seen = forms.CharField(max_length=60, widget=forms.HiddenInput)
    off = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, edition, **kwargs):
        """Offer the slots and tables of an edition."""
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.fields["slot"].queryset = Slot.objects.filter(edition=edition)
        self.fields["table"].queryset = Table.objects.filter(edition=edition)

    def offer(self, choices, tables, *, seen, at):
        """Say beside each slot what stands in the way, and begin with where the meeting is."""
        zone, has_days = self.edition.zone_info, self.edition.starts_on != self.edition.ends_on
        shape = "%d/%m %H:%M" if has_days else "%H:%M"
        self.fields["slot"].choices = [
            (key, f"{starts_at.astimezone(zone):{shape}}{f' – {why}' if why else ''}")
            for key, starts_at, why in choices
        ]
        first = self.fields["table"].empty_label
        self.fields["table"].choices = [("", first), *((table.key, table.label) for table in tables)]
        self.initial = {"seen": seen, "slot": at and at.slot, "table": at and at.table}

    def clean(self):
        """A meeting goes to a slot, or off the plan."""
        cleaned = super().clean()
        if not cleaned.get("slot") and not cleaned.get("off") and "slot" not in self.errors:
            self.add_error("slot", _("Choose a slot."))
        return cleaned


class LockForm(forms.Form):
    """What is locked or lifted: one request, all of a person, or, without both, everything."""

    request = forms.UUIDField(required=False)
    person = forms.IntegerField(required=False, min_value=1)
