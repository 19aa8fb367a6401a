"""Value chains to begin with: stages in their order, with codes of technologies that cover them."""

from django.utils.translation import gettext_lazy as _

SMART_GRID = [
    ("Generation", "Generación", "04005001 04005002 04005004 04005005 04005008 04002005 04002009"),
    ("Transmission", "Transporte", "04001004"),
    ("Distribution", "Distribución", "04002013 04002011"),
    ("Storage", "Almacenamiento", "04001003 04001006"),
    ("Metering", "Medida", "09001004 09001009 09003"),
    ("Consumption", "Consumo", "04007001 04007003 04007006"),
]
CHAINS = {"smart-grid": (_("Smart grid"), SMART_GRID)}


def stages_of(name, terms):
    """The stages of a chain.

    Args:
        terms: code to term of the list of technologies; codes that it lacks are left out.
    """
    return [
        {"name": {"en": en, "es": es}, "terms": [terms[code] for code in codes.split() if code in terms]}
        for en, es, codes in CHAINS[name][1]
    ]
