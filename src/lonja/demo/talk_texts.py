"""For whom the speakers of the demo work, and what some of the talks are about, by their English title."""

AFFILIATIONS = {
    "Elena Tébar Sanz": "ITECAM",
    "Raquel Carretero Plaza": "Universidad de Castilla-La Mancha",
    "Tomás Villena Rubio": "Talleres Villena",
    "Carlota Redruello Marín": "Bodegas Redruello",
    "Virginia Córcoles Peña": "Centro Nacional del Hidrógeno",
    "Emilio Toledano Arias": "Mecanizados Toledano",
    "Inés Cuesta Calvo": "ITECAM",
    "Agustín Parra Lozano": "Recuperaciones Parra",
    "Rosa Hidalgo Mena": "Fundiciones Hidalgo",
    "Elvira Montes Cuenca": "Madrid Big Data & AI",
    "Teresa Lucena Marco": "Máquinas Lucena",
}
ABSTRACTS = {
    "Key enabling technologies, explained with parts in the hand": {
        "en": "Six parts go round the room: printed, coated, sensed, welded by a robot. Each was made by a "
        "company of the region, and each owner says **what it cost and what it brought**.",
        "es": "Seis piezas pasan de mano en mano: impresas, recubiertas, con sensores, soldadas por un "
        "robot. Cada una la hizo una empresa de la región, y quien la hizo cuenta **qué costó y qué trajo**.",
    },
    "Green hydrogen for small industry: what is ready": {
        "en": "Burners, boilers and lift trucks that run on hydrogen can be bought today; the hydrogen often "
        "cannot. We show\n\n- what a workshop of thirty people can change now,\n- what it should wait for,\n"
        "- and whom to ask for the first trial.",
        "es": "Hoy se compran quemadores, calderas y carretillas de hidrógeno; el hidrógeno, a menudo, no. "
        "Mostramos\n\n- qué puede cambiar ya un taller de treinta personas,\n- para qué conviene esperar,\n"
        "- y a quién pedir la primera prueba.",
    },
    "Artificial intelligence on the shop floor, without fear": {
        "en": "A camera, a shelf computer and four weeks of patience: how a machining shop of forty people "
        "halved its rejects, what the operators said about it, and what did not work.",
        "es": "Una cámara, un ordenador corriente y cuatro semanas de paciencia: cómo un taller de "
        "mecanizado de cuarenta personas redujo a la mitad sus rechazos, qué dijeron los operarios y qué "
        "no funcionó.",
    },
    "Circular metal: buying what your neighbour throws away": {
        "en": "Two companies twelve kilometres apart found each other at this encounter: the swarf of one is "
        "now the raw material of the other. Both tell how they agreed on price, purity and paperwork.",
        "es": "Dos empresas a doce kilómetros se encontraron aquí: la viruta de una es hoy la materia prima "
        "de la otra. Ambas cuentan cómo acordaron el precio, la pureza y los papeles.",
    },
    "What a data space costs": {
        "en": "Licences are the small part. A year of bills from a real data space, line by line, and the "
        "three that nobody had planned for.",
        "es": "Las licencias son lo de menos. Un año de facturas de un espacio de datos real, línea a "
        "línea, y las tres que nadie había previsto.",
    },
    "Models that explain themselves": {
        "en": "When a model refuses a part, the person at the machine wants to know why. Three ways to say "
        "so, tried on the same data, with what each of them hides.",
        "es": "Cuando un modelo rechaza una pieza, quien está en la máquina quiere saber por qué. Tres "
        "formas de decirlo, probadas con los mismos datos, y lo que calla cada una.",
    },
}
