"""Verbs of the meetings, one module for each noun."""
