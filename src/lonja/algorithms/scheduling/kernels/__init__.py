"""Compiled inner loops of the planner.

Importing one of these modules loads it from numba's cache beside the source,
or compiles it (some seconds each) when the cache is cold. Only the solver
imports them, so that the package itself stays cheap to import.
"""
