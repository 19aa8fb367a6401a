"""VAT numbers: how each country writes them, and the check digit of the Spanish ones.

Sources: Council Directive 2006/112/EC, article 215, and the formats that the Commission's
VIES service lists; for Spain the algorithm of the tax agency's form of the number.
"""

import re

from django.utils.translation import gettext as _

_FORMATS = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z]\d{7}[0-9A-Z]|\d{8}[A-Z]",
    "FI": r"\d{8}",
    "FR": r"[0-9A-HJ-NP-Z]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d{7}[A-W][A-I]?|\d[A-Z*+]\d{5}[A-W]",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[0-9A-Z+*]{10}\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|(GD|HA)\d{3}",
}
_OF_A_PERSON = "TRWAGMYFPDXBNJZSQVHLCKE"
_FOREIGNER = {"X": "0", "Y": "1", "Z": "2"}
_OF_A_HOUSE = "JABCDEFGHI"


def fits_its_country(number):
    """Whether a number, written with its country, has the form of that country.

    Countries outside the list are not judged.
    """
    form = _FORMATS.get(number[:2])
    return form is None or re.fullmatch(form, number[2:]) is not None


def has_right_check_digit(number):
    """Whether the check digit of a Spanish number is right; other countries are not judged.

    >>> has_right_check_digit("ESB12345674"), has_right_check_digit("ESB12345675")
    (True, False)
    """
    if not number.startswith("ES") or not fits_its_country(number):
        return True
    body = number[2:]
    if body[0].isdigit() or body[0] in "XYZ":
        digits = _FOREIGNER.get(body[0], body[0]) + body[1:-1]
        return _OF_A_PERSON[int(digits) % 23] == body[-1]
    if body[0] in "KLM":
        return _OF_A_PERSON[int(body[1:-1]) % 23] == body[-1]
    return _is_of_a_house(body)


def fault_of(number):
    """What is wrong with a number, for people; empty when nothing is."""
    if not fits_its_country(number):
        return _("“%(number)s” is not written like a VAT number of its country.") % {"number": number}
    if not has_right_check_digit(number):
        return _("The check digit of “%(number)s” is wrong. Is there a typing error?") % {"number": number}
    return ""


def _is_of_a_house(body):
    """Every other digit doubled, digits summed up; a digit, a letter, or either by the first letter."""
    digits = [int(digit) for digit in body[1:8]]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    check = -(doubled + sum(digits[1::2])) % 10
    if body[0] in "PQRSNW":
        return body[-1] == _OF_A_HOUSE[check]
    if body[0] in "ABEH":
        return body[-1] == str(check)
    return body[-1] in (str(check), _OF_A_HOUSE[check])
