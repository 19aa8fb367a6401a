"""What organisers type about an edition."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lonja.directory.places import countries
from lonja.events.models import Edition, ParticipantType, known_time_zone

RESERVED = {"new", "mine"}


class EditionForm(forms.ModelForm):
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
        "title_en", "title_es", "summary_en", "summary_es", "slug", "starts_on", "ends_on", "time_zone",
        "venue",
        "city", "country", "slot_minutes",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"), required=False, choices=[("", _("Not given")), *countries().items()]
        )
        self.fields["time_zone"].validators.append(known_time_zone)
        for name in ("title", "summary"):
            for language in ("en", "es"):
                self.fields[f"{name}_{language}"].initial = (getattr(self.instance, name) or {}).get(
                    language, ""
                )
        self.order_fields(self.field_order)

    def clean_slug(self):
        slug = slugify(self.cleaned_data["slug"])
        if slug in RESERVED:
            raise forms.ValidationError(_("This address is taken by a page of ours. Choose another one."))
        return slug

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title_en") and not cleaned.get("title_es"):
            self.add_error("title_en", _("Give the title in one language at least."))
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
            written = {code: self.cleaned_data[f"{name}_{code}"].strip() for code in ("en", "es")}
            facts[name] = {code: text for code, text in written.items() if text}
        return facts


class ParticipantSearchForm(forms.Form):
    """Words and a kind, to find somebody among those who come."""

    q = forms.CharField(
        label=_("Name or organisation"), required=False, max_length=100, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(
        label=_("Takes part as"), required=False, choices=[("", _("Everybody")), *ParticipantType.choices]
    )
