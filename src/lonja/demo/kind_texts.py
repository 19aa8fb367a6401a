"""What the demo's workshop, conferences and mission are called, who speaks there, and what came of them."""

from lonja.events.models import BudgetCategory, EventKind, ZoneKind

MEXICO, MONTERREY = "America/Mexico_City", "America/Monterrey"

EVENTS = {
    "innosmart-workshops": {
        "kind": EventKind.WORKSHOP,
        "name": {"en": "innoSmart creativity workshops", "es": "Talleres de creatividad innoSmart"},
        "description": {
            "en": "Innovators, user companies and experts spend a day finding new uses for what exists, and "
            "leave in teams.",
            "es": "Personas innovadoras, empresas usuarias y expertas dedican un día a buscar nuevos usos a "
            "lo que ya existe y salen formando equipos.",
        },
    },
    "innosmart-closing": {
        "kind": EventKind.CLOSING,
        "name": {"en": "innoSmart closing conference", "es": "Conferencia de clausura de innoSmart"},
        "description": {
            "en": "The projects that were mentored show what became of them.",
            "es": "Los proyectos que recibieron mentoría enseñan en qué se han convertido.",
        },
    },
    "data-that-works": {
        "kind": EventKind.CONFERENCE,
        "name": {"en": "Data that Works", "es": "Datos que funcionan"},
        "description": {
            "en": "The yearly conference of the big data cluster: what members tried, what it cost, and what "
            "stayed.",
            "es": "La conferencia anual del clúster de big data: qué probaron los socios, cuánto costó y qué "
            "ha quedado.",
        },
    },
    "solar-missions": {
        "kind": EventKind.MISSION,
        "name": {"en": "Solar missions", "es": "Misiones solares"},
        "description": {
            "en": "Spanish solar companies travel together to where the next plants are being built.",
            "es": "Las empresas solares españolas viajan juntas adonde se construyen las próximas plantas.",
        },
    },
}
IDEAS = [
    ("Optical fibre sensors for the floors of hospitals", "Sensores de fibra óptica en suelos de hospital"),
    ("Waste heat of server rooms for vegetable gardens", "Calor residual de servidores para huertos"),
    ("Subtitles in Spanish as a service for small museums", "Subtítulos en español para museos pequeños"),
    ("Algae that clean the water of film laboratories", "Algas que limpian el agua de laboratorios de cine"),
    ("Solar shading that shows a film at night", "Toldos solares que de noche proyectan películas"),
    ("Games for learning the handling of cell cultures", "Juegos para aprender a manejar cultivos celulares"),
]
# From, until, title in both languages, room, and who speaks.
WORKSHOP_TALKS = [
    ("10:00", "10:45", "One wall, sixty notes", "Una pared, sesenta notas", "Aula 1", ""),
    (
        "11:00",
        "12:30",
        "From notes to ideas, in threes",
        "De las notas a las ideas, de tres en tres",
        "Aula 1",
        "",
    ),
    ("12:30", "14:00", "Looking for a user company", "En busca de una empresa usuaria", "Aula 2", ""),
]
CLOSING_TALKS = [
    (
        "09:30",
        "10:00",
        "Two years, 25 projects",
        "Dos años, 25 proyectos",
        "Salón de actos",
        "Marina Olivares Tena",
    ),
    (
        "10:00",
        "12:00",
        "The projects, in five minutes each",
        "Los proyectos, en cinco minutos",
        "Salón de actos",
        "",
    ),
    (
        "12:30",
        "13:30",
        "What regions learn from each other",
        "Lo que las regiones aprenden",
        "Salón de actos",
        "Fermín Aranda Rojo",
    ),
]
CONFERENCE_TALKS = [
    ("09:30", "10:15", "What a data space costs", "Lo que cuesta un espacio de datos", "Auditorio",
     "Elvira Montes Cuenca"),
    ("10:30", "11:15", "Models that explain themselves", "Modelos que se explican", "Auditorio",
     "Bruno Salvatierra Pons"),
    ("10:30", "11:15", "Cleaning data of a hundred machines", "Limpiar datos de cien máquinas", "Sala 2",
     "Teresa Lucena Marco"),
    ("11:45", "12:30", "Hiring where nobody can be found", "Contratar donde no hay nadie", "Sala 2",
     "Adrián Peñalver Coll"),
    ("12:45", "13:30", "What stayed after the pilot", "Qué quedó después del piloto", "Auditorio",
     "Nieves Cordero Abad"),
]  # fmt: skip
ZONES = {
    "rooms": (
        ZoneKind.CONFERENCE, {"en": "Working rooms", "es": "Salas de trabajo"},
        {"en": "Round tables, paper on the walls, and somebody who keeps the time.",
         "es": "Mesas redondas, papel en las paredes y alguien que cuida el tiempo."},
    ),
    "stage": (
        ZoneKind.CONFERENCE, {"en": "The stage", "es": "El escenario"},
        {"en": "Five minutes for each project, then questions.",
         "es": "Cinco minutos para cada proyecto y después preguntas."},
    ),
    "halls": (
        ZoneKind.CONFERENCE, {"en": "Auditorium and room 2", "es": "Auditorio y sala 2"},
        {"en": "Three quarters of an hour each, half of it for questions.",
         "es": "Tres cuartos de hora cada ponencia, la mitad para preguntas."},
    ),
    "stands": (
        ZoneKind.DEMONSTRATION, {"en": "Stands of the members", "es": "Puestos de los socios"},
        {"en": "What the members built, to be tried out in the breaks.",
         "es": "Lo que han construido los socios, para probarlo en las pausas."},
    ),
    "buyers": (
        ZoneKind.MEETINGS, {"en": "Meetings with buyers", "es": "Reuniones con compradores"},
        {"en": "Twenty minutes each, on the first afternoon in Mexico City.",
         "es": "Veinte minutos cada una, la primera tarde en Ciudad de México."},
    ),
}  # fmt: skip
LEGS = [
    (0, (9, 30), (17, 0), MEXICO, "Ciudad de México",
     "Ministry, grid operator and buyers", "Secretaría, operador de red y compradores"),
    (2, (10, 0), (18, 0), MONTERREY, "Monterrey",
     "Plants on factory roofs", "Plantas sobre cubiertas de fábricas"),
    (3, (8, 30), (13, 0), MONTERREY, "Saltillo",
     "A solar park under construction", "Un parque solar en obras"),
]  # fmt: skip
CONFERENCE_MONEY = [
    (BudgetCategory.SPONSOR, "Telefónica", 12_000, 12_000, True),
    (BudgetCategory.CO_FUNDING, "Ayuntamiento de Madrid", 9_000, 4_500, True),
    (BudgetCategory.VENUE, "Auditorio", 8_500, 8_500, False),
    (BudgetCategory.CATERING, "Café y comida", 6_200, 0, False),
    (BudgetCategory.TRAVEL, "Viajes de ponentes", 3_100, 1_240, False),
]
