"""Generators of problems, for tests and benchmarks of whoever builds on the algorithms."""
