"""Where remote meetings take place."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.meetings import remote


class LinkForm(forms.Form):
    """The address of one meeting."""

    link = forms.CharField(
        label=gettext_lazy("Address of this meeting"), required=False, max_length=remote.LONGEST_LINK,
        widget=forms.URLInput,
        help_text=gettext_lazy("It begins with https://. Empty: that of the table, or of the whole edition."),
    )  # fmt: skip

    def clean_link(self):
        """Only addresses of the web."""
        return remote.checked(self.cleaned_data["link"])


class TableLinksForm(forms.Form):
    """An address for each of some tables; empty means that of the whole edition."""

    def __init__(self, *args, tables, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers = {}
        for table in tables:
            name = f"table-{table.number}"
            self.numbers[name] = table.number
            self.fields[name] = forms.CharField(
                label=_("Table %(table)s") % {"table": table}, initial=table.remote_link, required=False,
                max_length=remote.LONGEST_LINK, validators=[remote.checked],
            )  # fmt: skip

    @property
    def links(self):
        """Address by number of the table; a table that was not asked for keeps its own."""
        return {
            number: remote.checked(self.cleaned_data[name])
            for name, number in self.numbers.items()
            if name in self.data
        }
