"""Invented content for the style page: one specimen of each component in each state."""

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

ACCENTS = ["sea", "clay", "olive", "saffron", "silk", "indigo", "pine", "slate"]
STATES = [
    ("neutral", _("Draft")),
    ("info", _("Sent")),
    ("good", _("Accepted")),
    ("warn", _("Expires today")),
    ("bad", _("Declined")),
    ("accent", _("Featured")),
]


class SpecimenForm(forms.Form):
    """Each kind of field."""

    name = forms.CharField(
        label=_("Name of the organisation"), help_text=_("As it is registered."), max_length=150
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of actor"),
        choices=[("", _("Choose one")), ("sme", _("Small firm")), ("uni", _("University"))],
    )
    day = forms.DateField(
        label=_("Arrives on"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    fields_of_work = forms.MultipleChoiceField(
        label=_("Fields of work"),
        choices=[("water", _("Water")), ("energy", _("Energy")), ("food", _("Food"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    size = forms.ChoiceField(
        label=_("Size"),
        choices=[("s", _("Under 50 people")), ("l", _("50 people or more"))],
        widget=forms.RadioSelect,
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"), choices=[("ES30", _("Madrid")), ("ES42", _("Castilla-La Mancha"))], required=False
    )
    about = forms.CharField(label=_("What you do"), widget=forms.Textarea, max_length=300, required=False)
    logo = forms.FileField(label=_("Logo"), help_text=_("PNG or SVG, up to 1 MB."), required=False)
    agreed = forms.BooleanField(label=_("We agree that this profile is public"))


class SearchForm(forms.Form):
    """A filter beside a list."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.SearchInput)
    country = forms.ChoiceField(
        label=_("Country"), choices=[("", _("All countries")), ("ES", _("Spain"))], required=False
    )


def specimens(request):
    """What the style page shows."""
    return {
        "accents": ACCENTS,
        "states": STATES,
        "form": SpecimenForm(prefix="blank"),
        "form_with_errors": SpecimenForm(
            {"wrong-email": "nobody", "wrong-about": _("Pumps")}, prefix="wrong"
        ),
        "search": SearchForm(prefix="search"),
        "page_of_many": Paginator(range(300), 25).get_page(request.GET.get("page", 4)),
        "crumbs": [
            {"label": _("Front page"), "href": "/"},
            {"label": _("Events"), "href": "#crumbs"},
            {"label": _("Encounter 2018")},
        ],
        "tabs": [
            {"label": _("Agenda"), "href": "#tabs", "current": True, "count": 8},
            {"label": _("Requests"), "href": "#tabs", "count": 21},
            {"label": _("My times"), "href": "#tabs"},
        ],
        "facts": [
            {"label": _("Organiser"), "value": "ITECAM", "href": "#summary"},
            {"label": _("Founded"), "value": "2009", "change": "#summary"},
            {"label": _("Website"), "value": ""},
        ],
        "card_tags": [{"label": _("Active"), "state": "good"}, _("Smart city"), _("Mobility")],
        "person": "Inés Roldán",
        "days": days(),
        "figure": figure(),
        "both_languages": {
            "en": "**Meetings** of fifteen minutes.",
            "es": "**Reuniones** de quince minutos.",
        },
        "only_catalan": {"ca": "Reunions de quinze minuts."},
    }


def days():
    """A participant's day with each kind of line in it."""
    return [
        {
            "label": _("Thursday, 15 November"),
            "date": "2018-11-15",
            "slots": [
                meeting("09:00", "09:15", "Aceros del Guadiana", _("Inés Roldán, head of purchasing"), "14"),
                meeting("09:15", "09:30", "TechRail Manchega", _("Bruno Salas, engineer"), "14"),
                {"starts": "09:30", "ends": "09:45", "title": _("Free"), "kind": "free"},
                {
                    "starts": "10:00",
                    "ends": "10:45",
                    "title": _("Digital twins for small workshops"),
                    "note": _("Talk by Carmen Ibarra"),
                    "kind": "talk",
                    "place": "B",
                    "place_label": _("Room"),
                },
                {"starts": "10:45", "ends": "11:15", "title": _("Coffee"), "kind": "break"},
                meeting(
                    "11:15", "11:30", "Grupo Solar Toledo", _("Moved from table 3"), "7", "warn", _("Moved")
                ),
                meeting(
                    "11:30", "11:45", "Queserías Almagro", _("They had to leave"), "7", "bad", _("Cancelled")
                ),
            ],
        }
    ]


def meeting(starts, ends, title, note, table, state="", state_label=""):
    """One meeting of the specimen day."""
    line = {"starts": starts, "ends": ends, "title": title, "href": "#agenda", "note": note, "place": table}
    return line | {"place_label": _("Table"), "kind": "meeting", "state": state, "state_label": state_label}


def figure():
    """The three editions of an encounter, as published by its organiser."""
    years = [(2016, 150, 255, 320), (2017, 175, 310, 485), (2018, 210, 350, 590)]
    return {
        "columns": [
            {"label": _("Edition")},
            {"label": _("Companies"), "numeric": True},
            {"label": _("People"), "numeric": True},
            {"label": _("Meetings"), "numeric": True},
        ],
        "rows": [[str(year), *numbers] for year, *numbers in years],
        "chart": {
            "kind": "bar",
            "labels": [str(year) for year, *_numbers in years],
            "series": [
                {"name": _("Companies"), "values": [row[1] for row in years]},
                {"name": _("People"), "values": [row[2] for row in years]},
                {"name": _("Meetings"), "values": [row[3] for row in years]},
            ],
        },
    }
