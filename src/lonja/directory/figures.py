"""Figures of what a search found: its composition, group by group."""

from django.utils.translation import gettext as _

MOST_BARS = 12


def composition(found, name):
    """One group of what was found, as a figure with its table; None when nothing is known of it."""
    group = next(group for group in found.groups if group.name == name)
    numbers = found.counts(name, of_hits=True)
    total = len(found.ids())
    if not numbers:
        return None
    ranked = sorted(numbers, key=lambda value: (-numbers[value], value))
    labels = [str(found.label_of(group, value)) for value in ranked]
    counts = [numbers[value] for value in ranked]
    return {
        "name": name,
        "headline": _headline(group.label, labels[0], counts[0], total),
        "caption": _("One row may stand under several values; %(known)s of %(total)s say something here.")
        % {"known": _known(found, name), "total": total},
        "columns": [
            {"label": group.label},
            {"label": _("Number"), "numeric": True},
            {"label": _("Share of the results"), "numeric": True},
        ],
        "rows": [[label, n, f"{n / total:.0%}"] for label, n in zip(labels, counts, strict=True)],
        "chart": {
            "kind": "bars",
            "labels": labels[:MOST_BARS],
            "series": [{"name": _("Number"), "values": counts[:MOST_BARS]}],
        },
    }


def _known(found, name):
    """How many of the hits are described in a group at all."""
    column = found.columns[name]
    return int(found.mask[list(set(column.rows.tolist()))].sum())


def _headline(group, label, count, total):
    return _("%(group)s: %(label)s comes first, with %(count)s of %(total)s") % {
        "group": group,
        "label": label,
        "count": count,
        "total": total,
    }
