"""A permission is a filter: one rule serves the row, the list, the export and the feed.

A `Policy` maps each verb of one model to a function from actor to `Q`. Views declare
which policy they ask with `@access(policy, verb)`; where `STRICT_POLICIES` is set, a view
that answers without having asked raises, so the declaration cannot drift from the deed.
"""

import functools
from contextvars import ContextVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404

ANYONE = Q()
NOBODY = Q(pk__in=[])

_asked: ContextVar[set | None] = ContextVar("asked", default=None)


class Policy:
    """The verbs of one model, each a function from actor to a filter."""

    def __init__(self, model, **rules):
        self.model = model
        self.rules = rules
        self.name = model._meta.label_lower

    def __repr__(self):
        return f"<Policy {self.name}: {', '.join(self.rules)}>"

    def scope(self, actor, verb="view"):
        """Rows on which `actor` may do `verb`; safe to join, count, sum and lock over.

        The rule runs in a subquery: a rule that joins grants would repeat rows, and a
        sum over repeated rows comes out too high.
        """
        self.note_asked(verb)
        rows = self.model._default_manager
        return rows.filter(pk__in=rows.filter(self.rules[verb](actor)).values("pk"))

    def among(self, actor, ids, verb="view"):
        """The rows among a few `ids` on which `actor` may do `verb`, perhaps more than once.

        The same rule as `scope`, which would first gather all the rows of the table.
        """
        self.note_asked(verb)
        return self.model._default_manager.filter(self.rules[verb](actor), pk__in=ids)

    def note_asked(self, verb="view"):
        """Say that a view has asked for this verb; an answer that was kept counts as one."""
        asked = _asked.get()
        if asked is not None:
            asked.add((self.name, verb))

    def allows(self, actor, verb, obj):
        """Whether `actor` may do `verb` on `obj`."""
        return self.scope(actor, verb).filter(pk=obj.pk).exists()

    def verbs(self, actor, obj, *verbs):
        """The subset of `verbs` (all when none is named) open to `actor` on `obj`, in one query."""
        wanted = verbs or tuple(self.rules)
        checks = {f"may_{verb}": Exists(self.scope(actor, verb).filter(pk=OuterRef("pk"))) for verb in wanted}
        row = self.model._default_manager.filter(pk=obj.pk).annotate(**checks).values(*checks).first() or {}
        return {verb for verb in wanted if row.get(f"may_{verb}")}

    def read(self, actor, *verbs, rows=None, **lookup):
        """The row that `actor` may see (else 404), and the subset of `verbs` open on it: one query.

        Args:
            rows: a query of the model with what the page needs at hand.
        """
        checks = {f"open_{verb}": Exists(self.scope(actor, verb).filter(pk=OuterRef("pk"))) for verb in verbs}
        rows = self.model._default_manager.all() if rows is None else rows
        seen = rows.filter(pk__in=self.scope(actor, "view").values("pk"), **lookup)
        row = seen.annotate(**checks).first()
        if row is None:
            raise Http404
        return row, {verb for verb in verbs if getattr(row, f"open_{verb}")}

    def get(self, actor, verb, **lookup):
        """The row; 404 when it must stay unknown; 403 when only the verb is refused."""
        row = self.scope(actor, "view").filter(**lookup).first()
        if row is None:
            raise Http404
        if verb != "view" and not self.allows(actor, verb, row):
            raise PermissionDenied
        return row


def access(policy, verb="view"):
    """Declare the policy and verb that a view asks before it answers."""

    def decorate(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            token = _asked.set(set())
            try:
                response = view(request, *args, **kwargs)
                if (
                    settings.STRICT_POLICIES
                    and response.status_code < 300
                    and (policy.name, verb) not in _asked.get()
                ):
                    raise ImproperlyConfigured(
                        f"{view.__module__}.{view.__name__} never asked {policy.name}.{verb}"
                    )
                return response
            finally:
                _asked.reset(token)

        guarded.access = (policy.name, verb)
        return guarded

    return decorate


def open_to_all(reason):
    """Declare that a view shows no row of anybody; the census prints the reason."""

    def decorate(view):
        view.access = ("open", reason)
        return view

    return decorate


def signed_in(reason):
    """Declare a view that acts on the person's own account only, and ask strangers to sign in."""

    def decorate(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, *args, **kwargs)

        guarded.access = ("signed in", reason)
        return guarded

    return decorate
