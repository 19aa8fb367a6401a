"""Queries whose SQL is written once: for the few that thousands ask in the same minute.

To build a query and its SQL takes longer here than to ask it. What differs from one asking to the
next are the values alone, so the SQL is made with marks in their places, and kept.

    own = Prepared(lambda user, slug: Participation.objects.filter(person__user=user, edition__slug=slug))
    own.rows(7, "one")
"""

import copy
import inspect
from types import SimpleNamespace

from django.db import connection
from django.db.models.query import ModelIterable

MARK = 2**61  # no row has such a number


class Prepared:
    """A query for rows that `build` makes of whole numbers, and of texts whose names end with `slug`.

    Only values of the query may depend on these, never its shape.
    """

    def __init__(self, build):
        self.build = build
        self.names = list(inspect.signature(build).parameters)
        self.kept = None

    def rows(self, *values):
        """The rows for these values, as the query itself would give them."""
        queryset, compiler, converters, sql, places = self.kept or self._keep()
        given = [values[place] if place is not None else fixed for place, fixed in places]
        ready = copy.copy(compiler)
        ready.as_sql = lambda *_args, **_kwargs: (sql, tuple(given))
        ready.get_converters = lambda _columns: converters
        asked = SimpleNamespace(
            db=queryset.db,
            query=SimpleNamespace(get_compiler=lambda **_kwargs: ready),
            _known_related_objects={},
            _fetch_mode=queryset._fetch_mode,
        )
        return list(ModelIterable(asked))

    def first(self, *values):
        """The first of the rows, or None."""
        return next(iter(self.rows(*values)), None)

    def _keep(self):
        marks = [f"{MARK + n}" if name.endswith("slug") else MARK + n for n, name in enumerate(self.names)]
        queryset = self.build(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        where = {str(mark): number for number, mark in enumerate(marks)}
        places = [(where.get(str(param)), param) for param in params]
        if {place for place, _fixed in places} < set(range(len(marks))):
            raise ValueError("A value has no place in the query that was made from it.")
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        self.kept = queryset, compiler, converters, sql, places
        return self.kept
