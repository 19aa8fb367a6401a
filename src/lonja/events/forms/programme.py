"""What organisers type about zones and talks."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.events.forms.texts import MOMENT_FORMAT, EditionTextsForm, LocalMomentField, at_the_clock
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Session, Zone, ZoneKind


class ZoneForm(EditionTextsForm):
    """A part of the hall; where only some can be asked for, who they are."""

    hosts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Selected participants"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Where only selected groups can be asked for a meeting, these are they."),
    )
    texts = {"name": (gettext_lazy("Name"), ""), "description": (gettext_lazy("Description"), "")}
    lines = ("name",)
    needed = "name"

    class Meta:
        model = Zone
        fields = ["kind"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = self.instance
        if zone.pk and zone.kind == ZoneKind.CURATED:
            people = zone.edition.participations.filter(state__in=EXPECTED)
            people = people.select_related("person", "organisation").order_by("person__sort_name")
            self.fields["hosts"].choices = [(one.pk, _named(one)) for one in people]
            self.fields["hosts"].initial = list(zone.hosts.values_list("participation", flat=True))
        else:
            del self.fields["hosts"]
        self.order_fields(["kind", *self.text_names("name", "description"), "hosts"])

    def chosen_hosts(self):
        """Ids of the participants chosen; those of before where nothing was asked."""
        return self.cleaned_data.get("hosts", [])


def _named(participation):
    house = f" · {participation.organisation}" if participation.organisation else ""
    return f"{participation.person}{house}"


class SessionForm(EditionTextsForm):
    """A talk or a demonstration; its hours are those of the clock at the venue."""

    starts = LocalMomentField(label=gettext_lazy("Begins"))
    ends = LocalMomentField(label=gettext_lazy("Ends"))
    texts = {
        "title": (gettext_lazy("Title"), ""),
        "abstract": (
            gettext_lazy("Abstract"),
            gettext_lazy("What it is about, for the page of the talk. Markdown may be used."),
        ),
    }
    lines = ("title",)
    needed = "title"

    class Meta:
        model = Session
        fields = ["zone", "room", "stream", "is_bookable", "capacity"]
        help_texts = {
            "is_bookable": gettext_lazy("Whoever books a place meets nobody at a table meanwhile."),
        }

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.fields["zone"].queryset = edition.zones.all()
        self.fields["zone"].required = False
        if self.instance.pk:
            zone = edition.zone_info
            self.fields["starts"].initial = f"{self.instance.starts_at.astimezone(zone):{MOMENT_FORMAT}}"
            self.fields["ends"].initial = f"{self.instance.ends_at.astimezone(zone):{MOMENT_FORMAT}}"
        else:
            first = f"{edition.starts_on:%Y-%m-%d}"
            self.fields["starts"].initial, self.fields["ends"].initial = f"{first}T09:00", f"{first}T09:30"
        places = ["zone", "room", "stream", "is_bookable", "capacity"]
        self.order_fields([*self.text_names("title"), "starts", "ends", *places])

    def clean(self):
        cleaned = super().clean()
        for name in ("starts", "ends"):
            if cleaned.get(name):
                cleaned[f"{name}_at"] = self._moment(name, cleaned[name])
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("It ends before it begins."))
        return cleaned

    def _moment(self, name, local):
        moment = at_the_clock(local, self.edition.zone_info)
        if moment is None:
            self.add_error(name, _("On this day the clocks leave this hour out. Choose another one."))
        elif not self.edition.starts_on <= local.date() <= self.edition.ends_on:
            self.add_error(name, _("This is not a day of the edition."))
        return moment

    def facts(self):
        """What the service writes."""
        moments = {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}
        return super().facts() | moments
