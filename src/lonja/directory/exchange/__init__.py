"""Organisations and memberships as tables: the same columns out and in."""
