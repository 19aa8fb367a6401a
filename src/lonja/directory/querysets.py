"""Words about rows of the directory."""

from django.db.models import Count, Q, QuerySet

from lonja.directory.places import folded


class SearchedQuerySet(QuerySet):
    """Rows with a folded `search_text` and a `sort_name`."""

    def public(self):
        return self.filter(is_public=True)

    def matching(self, text):
        """Rows that hold every word of `text`, whatever its accents and capitals."""
        rows = self
        for word in folded(text).split()[:12]:
            rows = rows.filter(search_text__contains=word)
        return rows

    def named(self, text):
        """Rows of exactly that name (accents and capitals aside) or short address."""
        return self.filter(Q(sort_name=folded(text)) | Q(slug=text))


class OrganisationQuerySet(SearchedQuerySet):
    """Words about organisations."""

    def for_card(self):
        """What a line of a list shows."""
        return self.select_related("actor_type", "region")


class ClusterQuerySet(SearchedQuerySet):
    """Words about clusters."""

    def for_card(self):
        """What a line of a list shows, with the number of registered members."""
        active = Q(memberships__status="active")
        return self.select_related("region", "stage").annotate(
            registered_members=Count("memberships", filter=active, distinct=True)
        )


class MembershipQuerySet(QuerySet):
    """Words about memberships."""

    def active(self):
        return self.filter(status="active")

    def agreed(self):
        """Those to which the organisation itself said yes."""
        return self.filter(agreed_at__isnull=False)

    def current(self):
        """Every membership that has not ended."""
        return self.exclude(status__in=["declined", "left"])


class ClusterLinkQuerySet(QuerySet):
    """Words about links between clusters."""

    def open(self):
        """Links that have not ended, whatever the answer to them."""
        return self.exclude(state="ended")

    def of(self, cluster):
        """What stands on a cluster's profile: its own links, and those of others once confirmed."""
        return self.filter(Q(cluster=cluster) | Q(other=cluster, state="mutual"))


class LabelQuerySet(QuerySet):
    """Words about labels."""

    def valid(self, today):
        """Labels that hold on a day; one without dates holds until somebody takes it away."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
        return self.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gte=today))
