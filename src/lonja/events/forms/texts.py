"""Parts that the forms of an edition share: texts per language, moments by a clock, houses by name."""

from datetime import UTC

from django import forms
from django.utils.translation import gettext as _

from lonja.directory import policies as directory
from lonja.directory.forms.fields import TextsForm
from lonja.directory.places import folded

MOST_IN_A_LINE = 200
MOST_IN_A_TEXT = 5000
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"
DAY = {"type": "date"}


class EditionTextsForm(TextsForm):
    """A form whose texts stand in each language of the site; titles on one line."""

    lines = ()  # columns that fit on one line
    needed = ""  # the column that has to be written in one language at least

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.text_names(*self.texts):
            self.fields[name].max_length = MOST_IN_A_TEXT
            self.fields[name].widget.attrs |= {"rows": 4, "maxlength": MOST_IN_A_TEXT}
        for name in self.text_names(*self.lines):
            field = self.fields[name]
            self.fields[name] = forms.CharField(
                label=field.label, required=False, max_length=MOST_IN_A_LINE, initial=field.initial,
                help_text=field.help_text,
                widget=forms.TextInput(attrs={"lang": name.rpartition("_")[2]}),
            )  # fmt: skip

    def text_names(self, *columns):
        """The fields of some columns, one for each language."""
        return [name for name in self.fields if name.rpartition("_")[0] in columns]

    def clean(self):
        cleaned = super().clean()
        if self.needed and not any(cleaned.get(name) for name in self.text_names(self.needed)):
            self.add_error(self.text_names(self.needed)[0], _("Write it in one language at least."))
        return cleaned

    def _post_clean(self):
        """The service writes the row, not the form."""


class LocalMomentField(forms.DateTimeField):
    """A day and an hour as a clock shows them; which clock is said elsewhere."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT_FORMAT)

    def to_python(self, value):
        moment = super().to_python(value)
        return None if moment is None else moment.replace(tzinfo=None)


def at_the_clock(local, zone_info):
    """The moment at which a clock shows `local`; None when it never does, for an hour left out."""
    moment = local.replace(tzinfo=zone_info).astimezone(UTC)
    return moment if moment.astimezone(zone_info).replace(tzinfo=None) == local else None


def house_named(name, actor):
    """The cluster or organisation with that name or address that `actor` may see; None when there is none."""
    for policy in (directory.clusters, directory.organisations):
        rows = policy.scope(actor)
        found = rows.filter(sort_name=folded(name)).order_by("pk").first() or rows.filter(slug=name).first()
        if found:
            return found
    return None
