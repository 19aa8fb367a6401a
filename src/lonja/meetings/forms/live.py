"""What people say on the day."""

import functools
import zoneinfo
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.events.models import Session
from lonja.meetings import remote
from lonja.meetings.models import HallScreen, Table

COMMON_ZONES = (
    "Europe/Madrid", "Atlantic/Canary", "Europe/Lisbon", "Europe/London", "Europe/Paris", "Europe/Athens",
    "America/Mexico_City", "America/Bogota", "America/Lima", "America/Santiago",
    "America/Argentina/Buenos_Aires", "America/Sao_Paulo", "America/New_York", "America/Los_Angeles",
    "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip


class LateForm(forms.Form):
    """How many minutes somebody comes later to one meeting."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("I come later by"), coerce=int, initial=5,
        choices=[(3, gettext_lazy("3 minutes")), (5, gettext_lazy("5 minutes")),
                 (10, gettext_lazy("10 minutes"))],
    )  # fmt: skip


class StayForm(forms.Form):
    """A later arrival, an earlier departure, or none at all."""

    what = forms.ChoiceField(
        label=gettext_lazy("What changes?"),
        choices=[
            ("comes", gettext_lazy("I come later")),
            ("leaves", gettext_lazy("I leave earlier")),
            ("gone", gettext_lazy("I do not come, or not any more")),
        ],
        widget=forms.RadioSelect,
    )
    day = forms.ChoiceField(label=gettext_lazy("Day"), required=False)
    time = forms.TimeField(
        label=gettext_lazy("At what time"), required=False,
        help_text=gettext_lazy("By the clock at the venue, like 10:40."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip

    def __init__(self, *args, edition, **kwargs):
        """Offer the days of an edition."""
        super().__init__(*args, prefix="stay", **kwargs)
        self.edition = edition
        days = [
            datetime.fromordinal(n)
            for n in range(edition.starts_on.toordinal(), edition.ends_on.toordinal() + 1)
        ]
        self.fields["day"].choices = [(f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}") for day in days]

    def clean(self):
        """A moment by the venue's clock; without one nobody can come later or leave earlier."""
        found = super().clean()
        if found.get("what") in ("comes", "leaves"):
            if not found.get("time"):
                self.add_error("time", _("Say at what time, like 10:40."))
                return found
            day = found.get("day") or f"{self.edition.starts_on:%Y-%m-%d}"
            moment = datetime.combine(datetime.fromisoformat(day), found["time"])
            found["moment"] = moment.replace(tzinfo=self.edition.zone_info)
        return found


@functools.cache  # to list them reads some hundred files
def _zones():
    others = sorted(zoneinfo.available_timezones() - set(COMMON_ZONES))
    names = [*COMMON_ZONES, *(name for name in others if "/" in name and not name.startswith("Etc/"))]
    return [(name, name.replace("_", " ")) for name in names]


class OwnTimeForm(forms.Form):
    """By which clock somebody lives."""

    time_zone = forms.ChoiceField(label=gettext_lazy("My time zone"))

    def __init__(self, *args, edition, known=None, **kwargs):
        """Offer the zone that is `known` of somebody, else that of the venue, and many others."""
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = _zones()
        self.fields["time_zone"].initial = known.time_zone if known else edition.time_zone


class ScreenForm(forms.ModelForm):
    """Who sees the hall screen, and where remote meetings take place."""

    class Meta:
        model = HallScreen
        fields = ["is_public", "remote_link"]
        help_texts = {
            "remote_link": gettext_lazy(
                "Like https://meet.example.org/{meeting}. {meeting} becomes a name that only this meeting "
                "has, {table} the number of its table. Only the two who meet see it."
            )
        }

    def clean_remote_link(self):
        """Only addresses of the web."""
        return remote.checked(self.cleaned_data["remote_link"])


class TableForm(forms.Form):
    """A table that can no longer be used."""

    table = forms.ModelChoiceField(label=gettext_lazy("Table"), queryset=Table.objects.none())

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["table"].queryset = Table.objects.filter(edition=edition)


class SessionForm(forms.Form):
    """A talk that begins at another time of its day."""

    session = forms.ModelChoiceField(label=gettext_lazy("Talk"), queryset=Session.objects.none())
    time = forms.TimeField(
        label=gettext_lazy("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.fields["session"].queryset = Session.objects.filter(edition=edition).order_by("starts_at")

    def moment(self):
        """When it begins, on its own day at the venue."""
        zone = self.edition.zone_info
        day = self.cleaned_data["session"].starts_at.astimezone(zone).date()
        return datetime.combine(day, self.cleaned_data["time"], zone)
