"""Verbs of the events, one module for each noun."""
