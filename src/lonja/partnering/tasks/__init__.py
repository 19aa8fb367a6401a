"""Background work of partnering; every file here is read when jobs are looked up."""

from lonja.partnering.tasks import days, index

__all__ = ["days", "index"]
