"""What an organiser says about the next edition."""

from datetime import timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from lonja.events.forms.editions import FIRST_DAY, LAST_DAY, Titled, by_language

WEEKS_OF_A_YEAR = 52  # the same day of the week, about a year later


class CopyForm(Titled, forms.Form):
    """Name, address and first day of the next edition."""

    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    title_es = forms.CharField(label=gettext_lazy("Title in Spanish"), max_length=200, required=False)
    slug = forms.CharField(
        label=gettext_lazy("address"),
        max_length=80,
        help_text=gettext_lazy("The last part of the address, such as 2018."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("first day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        help_text=gettext_lazy("Everything keeps its hour and moves by as many days."),
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        day = edition.starts_on + timedelta(weeks=WEEKS_OF_A_YEAR)
        before, after = str(edition.starts_on.year), str(day.year)
        for language in ("en", "es"):
            title = (edition.title or {}).get(language, "")
            self.fields[f"title_{language}"].initial = title.replace(before, after)
        self.fields["slug"].initial = after
        self.fields["starts_on"].initial = day

    def facts(self):
        """What the service takes."""
        return {
            "title": by_language(self.cleaned_data, "title"),
            "slug": self.cleaned_data["slug"],
            "starts_on": self.cleaned_data["starts_on"],
        }
