"""The wishes before they are planned: who is over-asked, where time and tables are short, what would help."""

from dataclasses import replace

from lonja.algorithms.scheduling import demand, most_meetings
from lonja.meetings.engine.floor import Floor, FloorSlot, FloorTable
from lonja.meetings.engine.solving import problem_of

MOST_ASKED_SHOWN = 200
PEOPLE_TRIED = 8  # whose longer stay, or one meeting more, is worked out
ONE_MORE = "one more"  # the key of a slot or a table that does not exist


def study_demand(floor: Floor, *, report=lambda share: None) -> dict:
    """What an organiser wants to know before planning; plain values, ready for JSON.

    Args:
        floor: what is to be planned.
        report: told the share of the work done.

    Cost: a linear program for each change that is tried, some twenty.
    """
    problem = problem_of(floor)
    seen = demand(problem)
    over = _over_asked(floor, problem, seen)
    return {
        "requests": len(floor.requests),
        "people": len(floor.people),
        "asked": int((seen.asked > 0).sum()),
        "most": seen.most,
        "over_count": len(over),
        "over_asked": over[:MOST_ASKED_SHOWN],
        "slots": [
            {
                "slot": slot.key,
                "wanted": round(float(seen.wanted[row]), 1),
                "room": int(seen.room[row]),
                "present": int(problem.available[:, row].sum()),
            }
            for row, slot in enumerate(floor.slots)
        ],
        "changes": _changes(floor, seen.most, over, report),
    }


def _over_asked(floor, problem, seen) -> list[dict]:
    """People with more wishes than they can hold meetings, the most disappointed first."""
    rows = [
        {
            "who": who,
            "asked": int(seen.asked[row]),
            "present": int(seen.present[row]),
            "most": int(seen.each[row]),
            "by_rule": floor.most is not None and int(seen.each[row]) >= floor.most,
        }
        for row, who in enumerate(floor.people)
        if seen.asked[row] > seen.each[row]
    ]
    return sorted(rows, key=lambda row: (row["most"] - row["asked"], row["who"]))


def _changes(floor, most, over, report) -> list[dict]:
    """What each of some changes alone would give, by the bound worked out again; the best first."""
    tried = [*_one_table(floor), *_one_slot(floor), *_longer_stays(floor, over), *_one_meeting(floor)]
    found = []
    for number, (facts, changed) in enumerate(tried):
        report((number + 1) / (len(tried) + 1))
        found.append(facts | {"gain": most_meetings(problem_of(changed)) - most})
    return sorted(found, key=lambda one: -one["gain"])


def _one_table(floor):
    yield {"kind": "table"}, replace(floor, tables=(*floor.tables, FloorTable(ONE_MORE)))


def _one_slot(floor):
    """One more slot at the end of each half-day; whoever is here until its end stays for it."""
    for block in dict.fromkeys(slot.block for slot in floor.slots):
        last = max((slot for slot in floor.slots if slot.block == block), key=lambda slot: slot.ends_at)
        more = FloorSlot(ONE_MORE, last.ends_at, last.ends_at + (last.ends_at - last.starts_at), block)
        at = floor.slots.index(last) + 1
        slots = (*floor.slots[:at], more, *floor.slots[at:])
        days = floor.day_of | {ONE_MORE: floor.day_of.get(last.key, 0)}
        yield {"kind": "slot", "after": last.key}, replace(floor, slots=slots, day_of=days)


def _longer_stays(floor, over):
    """Somebody over-asked comes earlier and leaves later: as long as there are slots."""
    partly = {away.person for away in floor.away if away.why == "not_here"}
    for row in [row for row in over if row["who"] in partly][:PEOPLE_TRIED]:
        away = tuple(one for one in floor.away if one.person != row["who"] or one.why != "not_here")
        yield {"kind": "stay", "who": row["who"]}, replace(floor, away=away)


def _one_meeting(floor):
    """Everybody may hold one meeting more than the rule of the house allows."""
    if floor.most is not None:
        yield {"kind": "most", "count": floor.most + 1}, replace(floor, most=floor.most + 1)
