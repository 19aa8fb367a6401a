"""A small encounter that fits together: what the example workbook shows. All people are invented."""

from datetime import date, time

DAY = date(2027, 11, 16)
_PEOPLE = (
    ("ana.ruiz", "Ana Ruiz", "Metalurgia Ruidera", "company"),
    ("jon.etxeberria", "Jon Etxeberria", "Talleres Nervión", "company"),
    ("marta.vidal", "Marta Vidal", "Grupo de Materiales", "group"),
    ("pedro.lara", "Pedro Lara", "Ayuntamiento de Argamasilla", "public"),
    ("lucia.santos", "Lucía Santos", "Sensores del Sur", "company"),
    ("tomas.herrero", "Tomás Herrero", "Sensores del Sur", "company"),
)
_WISHES = ((0, 1, 1), (0, 2, 1), (1, 2, 2), (3, 0, 2), (4, 0, 1), (4, 2, 3), (5, 1, 2), (5, 3, 3))


def _address(index):
    return f"{_PEOPLE[index][0]}@example.org"


ROWS = {
    "event": [
        ("Encuentro de ejemplo", "Europe/Madrid", 15, "Casa de Cultura", "Argamasilla de Alba", None, None)
    ],
    "slots": [(DAY, time(9, 0), time(10, 30), None), (DAY, time(11, 0), time(12, 0), None)],
    "tables": [("1-3", "", "", None, None)],
    "organisations": [],
    "people": [
        (
            _address(index),
            name,
            organisation,
            kind,
            None,
            None,
            "09:00-09:30" if index == 3 else None,
            "es",
            None,
        )
        for index, (_mailbox, name, organisation, kind) in enumerate(_PEOPLE)
    ],
    "requests": [(_address(a), _address(b), priority, None, None) for a, b, priority in _WISHES],
    "talks": [
        ("K1", "Materiales que se reparan solos", "Marta Vidal", DAY, time(11, 0), time(11, 30), "Salón")
    ],
    "registrations": [(_address(0), "K1"), (_address(1), "K1")],
}
