"""Lonja, the hall where innovation and business clusters meet."""

__version__ = "0.1.0"
