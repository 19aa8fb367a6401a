"""What organisers type about an edition."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lonja.directory import policies as directory
from lonja.directory.places import countries
from lonja.events.models import Edition, EventKind, ParticipantType, known_time_zone

RESERVED = {"new", "mine", "vetting"}
# Calendars know the rules of their clocks for such days; year 9999 is a slip of the finger.
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2100, 12, 31)


def organisers(actor):
    """What `actor` may organise for: (clusters she manages, organisations she administers)."""
    return (
        directory.clusters.scope(actor, "edit").order_by("sort_name"),
        directory.organisations.scope(actor, "edit").order_by("sort_name"),
    )


def has_organisers(actor):
    """Whether there is anybody for whom `actor` may start an event."""
    return any(rows.exists() for rows in organisers(actor))


class EventForm(forms.Form):
    """A series of events."""

    organiser = forms.ChoiceField(label=_("Organised by"))
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=200, required=False)
    slug = forms.SlugField(
        label=_("Address"), max_length=80, help_text=_("A short name for the address, such as encounter.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind)
    description_en = forms.CharField(
        label=_("Description in English"), required=False, max_length=5000, widget=forms.Textarea
    )
    description_es = forms.CharField(
        label=_("Description in Spanish"), required=False, max_length=5000, widget=forms.Textarea
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        clusters, organisations = organisers(actor)
        self.owners = {f"cluster-{row.pk}": ("organiser_cluster", row) for row in clusters}
        self.owners |= {f"organisation-{row.pk}": ("organiser_organisation", row) for row in organisations}
        self.fields["organiser"].choices = [
            ("", _("Choose one")), *((key, str(row)) for key, (_name, row) in self.owners.items())
        ]  # fmt: skip

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        if slug in RESERVED:
            raise forms.ValidationError(_("This address is taken by a page of ours. Choose another one."))
        return slug

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name_en") and not cleaned.get("name_es"):
            self.add_error("name_en", _("Give the name in one language at least."))
        return cleaned

    def facts(self):
        """What the service needs: columns by name."""
        column, owner = self.owners[self.cleaned_data["organiser"]]
        return {
            "slug": self.cleaned_data["slug"],
            "kind": self.cleaned_data["kind"],
            "name": by_language(self.cleaned_data, "name"),
            "description": by_language(self.cleaned_data, "description"),
            column: owner,
        }


def by_language(cleaned, name):
    """The texts of one field in each language, those that are not empty."""
    written = {code: cleaned[f"{name}_{code}"].strip() for code in ("en", "es")}
    return {code: text for code, text in written.items() if text}


class Titled:
    """Part of a form: the title of an edition in one language at least, and an address that can be one."""

    def clean_slug(self):
        slug = slugify(self.cleaned_data["slug"])
        if not slug or slug in RESERVED:  # without letters the address would be that of the series
            raise forms.ValidationError(_("This address is taken by a page of ours. Choose another one."))
        return slug

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title_en") and not cleaned.get("title_es"):
            self.add_error("title_en", _("Give the title in one language at least."))
        return cleaned


class EditionForm(Titled, forms.ModelForm):
    """The frame of an edition; its texts in each language of the site."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200, required=False)
    summary_en = forms.CharField(
        label=_("In one sentence, in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    summary_es = forms.CharField(
        label=_("In one sentence, in Spanish"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    moves_hours = forms.BooleanField(
        label=_("If the first day changes, move all hours by as many days"),
        required=False,
        initial=True,
        help_text=_(
            "Talks, slots with their meetings, arrivals and absences keep their hours by the venue's clock."
        ),
    )

    class Meta:
        model = Edition
        fields = ["slug", "starts_on", "ends_on", "time_zone", "venue", "city", "country", "slot_minutes"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "slug": _("The last part of the address, such as 2018."),
            "time_zone": _("Where the clock of the venue goes, such as Europe/Madrid."),
        }

    field_order = [
        "title_en", "title_es", "summary_en", "summary_es", "slug", "starts_on", "ends_on",
        "moves_hours", "time_zone", "venue", "city", "country", "slot_minutes",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"), required=False, choices=[("", _("Not given")), *countries().items()]
        )
        if not self.instance.pk:
            del self.fields["moves_hours"]
        self.fields["time_zone"].validators.append(known_time_zone)
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
        for name in ("title", "summary"):
            for language in ("en", "es"):
                self.fields[f"{name}_{language}"].initial = (getattr(self.instance, name) or {}).get(
                    language, ""
                )
        self.order_fields(self.field_order)

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day is before the first."))
        if cleaned.get("slot_minutes") == 0:
            self.add_error("slot_minutes", _("A meeting lasts one minute at least."))
        return cleaned

    def _post_clean(self):
        """The service writes the row, not the form."""

    def facts(self):
        """What the service needs: columns by name."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        for name in ("title", "summary"):
            facts[name] = by_language(self.cleaned_data, name)
        return facts


class ParticipantSearchForm(forms.Form):
    """Words and a kind, to find somebody among those who come."""

    q = forms.CharField(
        label=_("Name or organisation"), required=False, max_length=100, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(
        label=_("Takes part as"), required=False, choices=[("", _("Everybody")), *ParticipantType.choices]
    )
