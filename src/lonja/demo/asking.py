"""Who comes to an encounter and who asks whom: drawn with a fixed seed, by what people want."""

from itertools import accumulate

# Research groups are sought after; what fits a trade's wishes is asked for more than the rest.
FITS, ANYBODY, SOUGHT = 24, 1, 2


def spread(rng, total, places, *, weight, most):
    """Share `total` among `places`, at least one each and at most `most`, the heavier the more.

    Args:
        places: keys, at most `total` of them.
        weight: how much a key attracts, by key.
    """
    shares = dict.fromkeys(places, 1)
    for _ in range(total - len(shares)):
        open_places = [place for place in places if shares[place] < most]
        shares[rng.choices(open_places, [weight[place] for place in open_places])[0]] += 1
    return shares


class Asker:
    """Draws pairs of people who meet, or would like to.

    Args:
        people: keys of the participants, in a fixed order.
        house: the organisation of each, by key.
        trade: the profile of that organisation, by key.
        wants: the profiles that each profile looks for.
    """

    def __init__(self, rng, people, *, house, trade, wants):
        self.rng, self.people, self.house, self.trade = rng, people, house, trade
        self.pairs = set()
        self.count = dict.fromkeys(people, 0)
        self.scales = {own: self._scale(own, wants) for own in sorted({*trade.values()})}

    def _scale(self, own, wants):
        """How much each participant attracts somebody of the trade `own`, summed up."""
        pull = []
        for who in self.people:
            other = self.trade[who]
            fits = other in wants[own] or own in wants[other]
            pull.append((FITS if fits else ANYBODY) * (SOUGHT if other in {"group", "research"} else 1))
        return list(accumulate(pull))

    def draw(self, total, *, most):
        """Draw `total` new pairs; everybody gets one as long as pairs last, nobody more than `most`."""
        found = []
        lonely = self.rng.sample(self.people, len(self.people))
        while len(found) < total:
            while lonely and self.count[lonely[-1]]:
                lonely.pop()
            sender = lonely.pop() if lonely else self.rng.choice(self.people)
            if self.count[sender] < most and (recipient := self._somebody_for(sender, most)):
                found.append((sender, recipient))
        return found

    def draw_to(self, recipient, total):
        """Draw up to `total` new pairs of people of other houses who ask this one."""
        found = []
        for sender in self.rng.sample(self.people, len(self.people)):
            pair = frozenset((sender, recipient))
            if len(found) < total and self.house[sender] != self.house[recipient] and pair not in self.pairs:
                self.pairs.add(pair)
                found.append((sender, recipient))
        return found

    def _somebody_for(self, sender, most):
        """Somebody of another house who has not been drawn with `sender` yet; none after many tries."""
        scale = self.scales[self.trade[sender]]
        for _ in range(60):
            recipient = self.rng.choices(self.people, cum_weights=scale)[0]
            pair = frozenset((sender, recipient))
            if (
                self.house[recipient] != self.house[sender]
                and pair not in self.pairs
                and self.count[recipient] < most
            ):
                self.pairs.add(pair)
                self.count[sender] += 1
                self.count[recipient] += 1
                return recipient
        return None
