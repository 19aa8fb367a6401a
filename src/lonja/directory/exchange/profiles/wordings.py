"""What single lines of a printed profile mean: days, numbers, names of countries, values of lists."""

import re
from datetime import date

from babel import Locale

from lonja.directory.models import DatePrecision, Qualifier
from lonja.directory.places import folded

_MONTHS = {folded(name): number for number, name in Locale("en").months["format"]["wide"].items()}
_MONTHS |= {folded(name): number for number, name in Locale("es").months["format"]["wide"].items()}
_PRECISIONS = {
    DatePrecision.BEGINNING: ("beginning of", "early", "principios de"),
    DatePrecision.MIDDLE: ("middle of", "mid", "mediados de"),
    DatePrecision.END: ("end of", "late", "finales de"),
    DatePrecision.ABOUT: ("about", "around", "circa", "ca.", "hacia"),
    DatePrecision.BEFORE: ("before", "antes de"),
    DatePrecision.AFTER: ("after", "después de"),
}
_QUALIFIERS = {
    Qualifier.OVER: ("more than", "over", "above", ">", "más de"),
    Qualifier.ABOUT: ("about", "around", "approximately", "approx.", "circa", "ca.", "~", "unos"),
    Qualifier.UP_TO: ("up to", "at most", "less than", "<", "hasta"),
}
# Names of countries that portals print and the locale data says otherwise.
_COUNTRIES = {
    "czech republic": "CZ", "turkey": "TR", "macedonia": "MK",
    "the former yugoslav republic of macedonia": "MK",
    "russian federation": "RU", "united states of america": "US", "usa": "US", "uk": "GB",
    "great britain": "GB",
    "republic of korea": "KR", "korea, republic of": "KR", "viet nam": "VN", "hong kong": "HK",
    "the netherlands": "NL", "ivory coast": "CI", "moldova, republic of": "MD", "slovak republic": "SK",
}  # fmt: skip
_SMALL_WORDS = {
    "a",
    "and",
    "at",
    "by",
    "de",
    "e",
    "etc",
    "for",
    "in",
    "of",
    "on",
    "or",
    "the",
    "to",
    "with",
    "y",
}
YES, NO = {"yes", "true", "si"}, {"no", "false"}


def known_day(text):
    """A date as exact as it is written, and how it is meant; None when it is no date."""
    words, precision = _without(folded(text).replace(",", " "), _PRECISIONS, DatePrecision.EXACT)
    words = re.sub(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", " ", words)
    words = " ".join(re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", words).replace(" de ", " ").split())
    written = _day_of(words)
    return (written, precision) if written else None


def _day_of(words):
    if re.fullmatch(r"(1[5-9]|20)\d\d", words):
        return words
    if found := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", words):
        return _iso(found[1], found[2], found[3])
    if found := re.fullmatch(r"(\d\d?)[/.](\d\d?)[/.](\d{4})", words):
        return _iso(found[3], found[2], found[1])
    if (found := re.fullmatch(r"(\d\d?)[ .]+([a-z]+)\.? (\d{4})", words)) and found[2] in _MONTHS:
        return _iso(found[3], _MONTHS[found[2]], found[1])
    if (found := re.fullmatch(r"([a-z]+) (\d\d?) (\d{4})", words)) and found[1] in _MONTHS:
        return _iso(found[3], _MONTHS[found[1]], found[2])
    if (found := re.fullmatch(r"([a-z]+) (\d{4})", words)) and found[1] in _MONTHS:
        return f"{found[2]}-{_MONTHS[found[1]]:02}"
    return ""


def _iso(year, month, day):
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def qualified_number(text):
    """A whole number and how it is meant: "over 30", "> 750"; None when it is no number."""
    words, qualifier = _without(folded(text), _QUALIFIERS, Qualifier.EXACT)
    words = re.sub(r"\s*(members|companies|organisations|entities|socios)$", "", words).strip()
    if words.endswith("+") and qualifier == Qualifier.EXACT:
        words, qualifier = words[:-1].strip(), Qualifier.OVER
    if not re.fullmatch(r"\d{1,7}|\d{1,3}([., ]\d{3})+", words):
        return None
    return int(re.sub(r"\D", "", words)), qualifier


def _without(words, meanings, default):
    for meaning, beginnings in meanings.items():
        for beginning in map(folded, beginnings):
            if words.startswith(beginning) and not words[len(beginning) :][:1].isalpha():
                return words[len(beginning) :].strip(" -"), meaning
    return words, default


def country(text):
    """The code of the country that a text names; empty when it names none."""
    names = {folded(name): code for code, name in Locale("en").territories.items() if len(code) == 2}
    names |= {folded(name): code for code, name in Locale("es").territories.items() if len(code) == 2}
    names |= _COUNTRIES
    whole = folded(text)
    inside = re.findall(r"\(([^)]*)\)", whole)
    for words in (whole, re.sub(r"\([^)]*\)", " ", whole), *inside):
        code = names.get(" ".join(words.split()))
        if code:
            return code
    return ""


def language(text):
    """The code of the language that a text names; empty when it names none."""
    names = {folded(name): code for code, name in Locale("es").languages.items() if len(code) == 2}
    names |= {folded(name): code for code, name in Locale("en").languages.items() if len(code) == 2}
    return names.get(folded(text), "")


def keys(text):
    """Ways to compare the words of a list's value, from strict to lenient."""
    whole = folded(text)
    bare = re.sub(r"\([^)]*\)", " ", whole)
    return whole, _bag(whole), _bag(bare)


def _bag(words):
    return " ".join(sorted({word for word in re.findall(r"\w+", words) if word not in _SMALL_WORDS}))


def website(text):
    """A name and its web address: "Name (https://…)", "Name – https://…", or one of them."""
    found = re.search(r"(https?://|www\.)[^\s<>\"]+", text)
    if not found:
        return text.strip(), ""
    address = found[0].rstrip(").,;")
    name = (text[: found.start()] + text[found.start() + len(address) :]).strip(" ()-–:|;,")
    return name, address if "://" in address else f"https://{address}"
