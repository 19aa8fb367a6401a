"""Descriptions of invented organisations, composed of sentences so that no two read alike."""

from lonja.demo import tables

# People by size class, and by whom the story of a beginning is told.
STAFF = {"micro": (4, 9), "small": (11, 48), "medium": (52, 230), "large": (260, 2400)}
BODIES = {"RTO", "EDU", "HOSP", "PUBLIC", "ASSOC", "INCUB", "INVESTOR"}
TELLERS = {"INTLCO": "foreign", "SOCIAL": "social", "STARTUP": "young", **dict.fromkeys(BODIES, "body")}


class Writer:
    """Deals out sentences like cards: a deck is used up before one of its sentences comes again."""

    def __init__(self, rng):
        self.rng = rng
        self.decks, self.dealt = {}, {}
        for row in tables.rows("sentences"):
            self.decks.setdefault((row["part"], row["profile"]), []).append(row)

    def deal(self, part, profile):
        """The next sentence of a deck, in both languages."""
        left = self.dealt.setdefault((part, profile), [])
        if not left:
            left.extend(self.rng.sample(self.decks[part, profile], len(self.decks[part, profile])))
        return left.pop()

    def describe(self, row):
        """The description of one row of the organisations, in both languages."""
        beginning = self.deal("history", TELLERS.get(row["actor_type"], "*"))
        detail = tables.both(row, "detail") or self._detail(row["profile"])
        facts = {
            "city": row["city"],
            "year": row["founded"],
            "staff": self.rng.randint(*STAFF[row["size"]]),
            "share": self.rng.randint(18, 64),
            "high": self.rng.randint(93, 99),
            "number": self.rng.randint(8, 24),
        }
        return {
            language: f"{beginning[language]}\n\n{detail[language]}".format(**facts)
            for language in ("en", "es")
        }

    def _detail(self, profile):
        """What somebody of this trade is good at, and what she looks for."""
        parts = [self.deal(part, profile) for part in ("strength", "seek")]
        return {language: " ".join(part[language] for part in parts) for language in ("en", "es")}


def topic(label):
    """The first part of a field's name as it stands inside a sentence: small letters but for acronyms."""
    words = label.split("(")[0].split(",")[0].split("/")[0].split()
    return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in words)
