"""What people read about links between clusters."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lonja.directory.mails.readers import to_managers
from lonja.directory.models.links import LinkState


def link_claimed(link):
    """Ask each manager of the other cluster whether the claim is true."""

    def write():
        names = _names(link, link.other)
        return (
            _("%(cluster)s says that it works with %(other)s") % names,
            _(
                "On its profile %(cluster)s names %(other)s as a cluster it works with.\n\n"
                "Until you answer, the profile shows it as a claim. "
                "Please confirm or decline it here: %(address)s\n"
            )
            % names,
        )

    return to_managers(link.other, write, purpose="links")


def link_answered(link):
    """Tell each manager of the cluster that claimed the link what the other side said."""

    def write():
        names = _names(link, link.cluster)
        if link.state == LinkState.MUTUAL:
            subject = _("%(other)s confirms that it works with %(cluster)s")
        else:
            subject = _("%(other)s does not confirm that it works with %(cluster)s")
        return subject % names, _("You see all your links here: %(address)s\n") % names

    return to_managers(link.cluster, write, purpose="links")


def _names(link, reader):
    address = reverse("directory:cluster-links", args=[reader.slug])
    return {"cluster": link.cluster, "other": link.other, "address": f"{settings.SITE_URL}{address}"}
