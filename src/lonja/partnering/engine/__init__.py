"""The bridge between rows and the algorithms of relevance, alliances and networks."""

from lonja.partnering.engine.likeness import detected_language, near_identical

__all__ = ["detected_language", "near_identical"]
