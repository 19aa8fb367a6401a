"""What people read about organisations that are one."""

from django.conf import settings
from django.utils.translation import gettext as _

from lonja.directory.mails.readers import to_administrators, to_operators


def merge_proposed(merge):
    """Ask the operators to decide whether two organisations are one."""

    def write():
        names = _names(merge)
        return (
            _("Are %(keeper)s and %(duplicate)s the same?") % names,
            _(
                "Somebody proposes to merge %(duplicate)s into %(keeper)s.\n\n"
                "Compare both and decide here: %(address)s\n"
            )
            % names,
        )

    return to_operators(write, purpose="merging")


def organisations_merged(merge):
    """Tell each administrator of the kept organisation, old and new, what was done."""

    def write():
        names = _names(merge)
        return (
            _("%(duplicate)s is now one with %(keeper)s") % names,
            _(
                "%(duplicate)s stood in the directory twice and was merged into %(keeper)s.\n\n"
                "Nothing was deleted. You see what was done, and can undo it, here: %(address)s\n"
            )
            % names,
        )

    return to_administrators(merge.keeper, write, purpose="merging")


def _names(merge):
    return {
        "keeper": merge.keeper,
        "duplicate": merge.duplicate,
        "address": f"{settings.SITE_URL}{merge.get_absolute_url()}",
    }
