"""Workbooks of encounters for tests: small ones by hand, one of the size of the 2018 edition by a seed."""

import io
import random
from datetime import date, time

from openpyxl import Workbook, load_workbook

from lonja.meetings.workbook import template_bytes

DAY = date(2018, 11, 15)


def filled(**rows):
    """The bytes of the template, in the language that holds, with rows on its sheets (in their order)."""
    from lonja.meetings.workbook.kinds import SHEETS

    book = load_workbook(io.BytesIO(template_bytes()))
    for name, lines in rows.items():
        sheet = book[str(SHEETS[name].label)]
        for line in lines:
            sheet.append(list(line))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def small(**changes):
    """Rows of an encounter of four people that fits; `changes` replace whole sheets."""
    rows = {
        "event": [("Small encounter", "Europe/Madrid", 15, "Hall", "Tomelloso", None, None)],
        "slots": [(DAY, time(9, 0), time(10, 0), None)],
        "tables": [("1-2", None, None, None, None)],
        "people": [
            ("ana@example.org", "Ana Ruiz", "Metalurgia Ruidera", None, None, None, None, "es", None),
            ("jon@example.org", "Jon Etxeberria", "Talleres Nervión", None, None, None, None, "en", None),
            ("eva@example.org", "Eva Lomas", "", "Investor", None, None, "09:00-09:15", None, None),
            ("leo@example.org", "Leo Prat", "Metalurgia Ruidera", None, "09:30", None, None, None, None),
        ],
        "requests": [
            ("ana@example.org", "jon@example.org", 1, None, "Welding robots"),
            ("eva@example.org", "ana@example.org", 2, None, None),
            ("leo@example.org", "jon@example.org", 3, "accepted", None),
        ],
        "talks": [("K1", "Keynote", "Eva Lomas", DAY, time(9, 0), time(9, 15), "Room A")],
        "registrations": [("jon@example.org", "K1")],
    }
    return rows | changes


def like_2018(seed=2018, people=350, organisations=210, requests=590):
    """Rows like the 2018 edition: 350 people, 590 accepted requests, 32 slots, 24 tables, 6 talks."""
    rng = random.Random(seed)
    firms = [f"Organisation {n:03d} S.L." for n in range(organisations)]
    members = [firms[n] if n < organisations else rng.choice(firms) for n in range(people)]
    address = [f"person{n:03d}@example.org" for n in range(people)]
    talks = [
        (f"K{n + 1}", f"Keynote {n + 1}", f"Speaker {n + 1}", DAY, time(10 + n), time(10 + n, 30), "Hall")
        for n in range(3)
    ]
    talks += [
        (f"K{n + 4}", f"Keynote {n + 4}", f"Speaker {n + 4}", DAY, time(15 + n, 30), time(16 + n), "Hall")
        for n in range(3)
    ]
    asked = set()
    while len(asked) < requests:
        # A few are asked for by many, as at every encounter.
        a, b = (
            rng.randrange(people),
            min(int(rng.paretovariate(1.1) * 6), people - 1) if rng.random() < 0.2 else rng.randrange(people),
        )
        if (
            members[a] != members[b]
            and (b, a) not in asked
            and sum(b in pair or a in pair for pair in asked) < 28
        ):
            asked.add((a, b))
    return {
        "event": [("Encuentro 2018", "Europe/Madrid", 15, "Pabellón", "Tomelloso", None, None)],
        "slots": [(DAY, time(9, 0), time(14, 0), None), (DAY, time(15, 30), time(18, 30), None)],
        "tables": [("1-24", None, None, None, None)],
        "organisations": [(firm, "ES", None, None) for firm in firms],
        "people": [
            (address[n], f"Person {n:03d}", members[n], None, "10:00" if n % 17 == 0 else None,
             "17:30" if n % 13 == 0 else None, "12:00-12:30" if n % 29 == 0 else None, None, None)
            for n in range(people)
        ],
        "requests": [(address[a], address[b], rng.choice((1, 2, 2, 3)), None, None)
            for a, b in sorted(asked)],
        "talks": talks,
        "registrations": [
            (address[n], talk[0]) for talk in talks for n in sorted(rng.sample(range(people), 20))
        ],
    }  # fmt: skip
