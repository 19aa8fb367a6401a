"""Background work of the directory, one module for each noun."""

from lonja.directory.tasks import freshness, saved

__all__ = ["freshness", "saved"]
