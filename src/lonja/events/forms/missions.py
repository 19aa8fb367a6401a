"""What organisers type about legs and delegations."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from lonja.directory import policies as directory
from lonja.directory.forms.fields import country_choices
from lonja.directory.models import Cluster, Organisation
from lonja.events.forms.editions import FIRST_DAY, LAST_DAY
from lonja.events.forms.texts import (
    MOMENT_FORMAT,
    EditionTextsForm,
    LocalMomentField,
    at_the_clock,
    house_named,
)
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Leg, known_time_zone
from lonja.partnering.policies.alliances import alliances


class LegForm(EditionTextsForm):
    """One stop of a journey; its hours are those of its own clock."""

    starts = LocalMomentField(label=_("Begins"))
    ends = LocalMomentField(label=_("Ends"))
    host = forms.CharField(
        label=_("Host"),
        required=False,
        max_length=200,
        help_text=_("The cluster or organisation that receives, as it is called in the directory."),
    )
    texts = {
        "title": (_("Title"), ""),
        "programme": (_("Programme"), ""),
        "transport": (_("How to get there"), ""),
    }
    lines = ("title", "transport")
    needed = "title"

    class Meta:
        model = Leg
        fields = ["place", "country", "time_zone"]
        help_texts = {"time_zone": _("The clock of the place, such as Europe/Madrid.")}

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"), required=False, choices=country_choices()
        )
        self.fields["time_zone"].validators.append(known_time_zone)
        if self.instance.pk:
            zone = self.instance.zone_info
            self.fields["starts"].initial = f"{self.instance.starts_at.astimezone(zone):{MOMENT_FORMAT}}"
            self.fields["ends"].initial = f"{self.instance.ends_at.astimezone(zone):{MOMENT_FORMAT}}"
            self.fields["host"].initial = str(self.instance.host or "")
        self.order_fields(
            [*self.text_names("title"), "starts", "ends", "time_zone", "place", "country", "host"]
        )

    def clean_host(self):
        name = self.cleaned_data["host"].strip()
        found = house_named(name, self.actor) if name else None
        if name and found is None:
            raise forms.ValidationError(_("Nobody in the directory has this name."))
        return found

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("time_zone"):
            return cleaned
        for name in ("starts", "ends"):
            if cleaned.get(name):
                cleaned[f"{name}_at"] = self._moment(name, cleaned[name])
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The leg ends before it begins."))
        return cleaned

    def _moment(self, name, local):
        if not FIRST_DAY <= local.date() <= LAST_DAY:
            self.add_error(name, _("No calendar knows the clocks of this day."))
            return None
        moment = at_the_clock(local, zoneinfo.ZoneInfo(self.cleaned_data["time_zone"]))
        if moment is None:
            self.add_error(name, _("On that day the clock of the place leaves this hour out."))
        return moment

    def facts(self):
        """The columns as the service takes them."""
        host = self.cleaned_data["host"]
        return super().facts() | {
            "starts_at": self.cleaned_data["starts_at"],
            "ends_at": self.cleaned_data["ends_at"],
            "host_cluster": host if isinstance(host, Cluster) else None,
            "host_organisation": host if isinstance(host, Organisation) else None,
        }


class DelegationForm(forms.Form):
    """Who sends people: a cluster, an alliance, or an organisation of which somebody comes."""

    sender = forms.ChoiceField(label=_("Who sends"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, actor, edition, **kwargs):
        super().__init__(*args, **kwargs)
        comes = {"participations__edition": edition, "participations__state__in": EXPECTED}
        houses = directory.organisations.scope(actor).filter(**comes).distinct()
        groups = [
            (_("Alliances"), alliances.scope(actor)),
            (_("Clusters"), directory.clusters.scope(actor).order_by("sort_name")),
            (_("Organisations"), houses.order_by("sort_name")),
        ]
        choices, self.senders = [("", _("Choose one"))], {}
        for label, rows in groups:
            found = {f"{row._meta.model_name}-{row.pk}": row for row in rows}
            self.senders |= found
            if found:
                choices.append((label, [(key, str(row)) for key, row in found.items()]))
        self.fields["sender"].choices = choices

    def clean_sender(self):
        return self.senders[self.cleaned_data["sender"]]
