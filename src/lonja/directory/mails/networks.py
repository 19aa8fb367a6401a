"""What parties to a network get to read."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.directory.mails.readers import to_editors


def named_as_party(party):
    """Ask whoever answers for a cluster or an organisation whether it belongs to a network."""
    if isinstance(party.party, str):
        return []

    def write():
        names = {
            "network": party.network,
            "party": party.party,
            "lead": party.network.lead,
            "address": f"{settings.SITE_URL}{reverse('directory:network', args=[party.network.slug])}",
        }
        return (
            _("%(lead)s names %(party)s as a party to %(network)s") % names,
            _(
                "%(lead)s has named %(party)s as a party to %(network)s.\n\n"
                "Until you confirm it, the page says that only the coordinator named you. "
                "Confirm or decline here: %(address)s\n"
            )
            % names,
        )

    return to_editors(party.party, write, purpose="network")
