"""Tables that people bring along: read with care, checked first, applied all or not at all.

`read_book` turns a CSV or XLSX file into sheets, `read_rows` turns a sheet into rows,
and every problem names its place. `flow` keeps the upload, shows what would change, and applies it.
"""

from lonja.base.imports.book import LIMITS, Book, Limits, Sheet
from lonja.base.imports.columns import Column, Row, ignored_headings, read_rows
from lonja.base.imports.problems import Problem, Problems, Unreadable
from lonja.base.imports.reading import read_book
from lonja.base.imports.values import (
    NotUnderstood,
    as_text,
    choice,
    day,
    email,
    listed,
    moment,
    number,
    text,
    time_of_day,
    truth,
    website,
    whole,
)

__all__ = [
    "LIMITS",
    "Book",
    "Column",
    "Limits",
    "NotUnderstood",
    "Problem",
    "Problems",
    "Row",
    "Sheet",
    "Unreadable",
    "as_text",
    "choice",
    "day",
    "email",
    "ignored_headings",
    "listed",
    "moment",
    "number",
    "read_book",
    "read_rows",
    "text",
    "time_of_day",
    "truth",
    "website",
    "whole",
]
