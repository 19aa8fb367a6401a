"""Countries and languages: ISO codes in the rows, names in the reader's language."""

import unicodedata
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

# What the locale data lists beside the countries of ISO 3166-1: islands with a code of the post
# (Canarias, Ceuta y Melilla, Ascension…), groupings, and marks for tests. Kosovo (XK) stays.
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def folded(text):
    """The text as search compares it: small letters, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", str(text or "")).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _locale():
    return _locale_of(get_language() or "en")


@lru_cache(maxsize=32)
def _locale_of(language):
    return Locale.parse(language.replace("-", "_"), resolve_likely_subtags=True)


@lru_cache(maxsize=32)
def _countries_in(locale):
    found = [(code, name) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()]
    return dict(
        sorted((pair for pair in found if pair[0] not in _NOT_COUNTRIES), key=lambda pair: folded(pair[1]))
    )


@lru_cache(maxsize=32)
def _languages_in(locale):
    found = [(code, name) for code, name in locale.languages.items() if len(code) == 2]
    return dict(sorted(found, key=lambda pair: folded(pair[1])))


def countries():
    """ISO alpha-2 codes and names in the reader's language, sorted by name."""
    return _countries_in(_locale())


def country_name(code):
    """The name of a country in the reader's language; the code itself when unknown."""
    return countries().get(code, code)


def language_names():
    """ISO 639-1 codes and names in the reader's language, sorted by name."""
    return _languages_in(_locale())


def language_name(code):
    """The name of a language in the reader's language; the code itself when unknown."""
    return language_names().get(code, code)
