"""Money of an edition, planned against actual, and who helps.

Plans are lines; what really came in or went out is a list of entries that only grows, in signed
whole cents. A wrong entry is set right by another one with the opposite sign.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.models import StoredFile
from lonja.events.models.editions import Edition


class BudgetCategory(models.TextChoices):
    """What a line of the budget is for."""

    SPONSOR = "sponsor", _("Sponsor")
    CO_FUNDING = "co_funding", _("Public co-funding")
    OTHER_INCOME = "other_income", _("Other income")
    VENUE = "venue", _("Venue")
    CATERING = "catering", _("Catering")
    TRAVEL = "travel", _("Travel and transport")
    STAFF = "staff", _("Staff")
    SUBCONTRACT = "subcontract", _("Subcontract")
    COMMUNICATION = "communication", _("Communication")
    OTHER_COST = "other_cost", _("Other cost")


INCOME = (BudgetCategory.SPONSOR, BudgetCategory.CO_FUNDING, BudgetCategory.OTHER_INCOME)
SUPPORT = (BudgetCategory.SPONSOR, BudgetCategory.CO_FUNDING)
# Lines of these categories name somebody: who gives, or who works for money.
WITH_PARTNER = (*SUPPORT, BudgetCategory.SUBCONTRACT)


class BudgetLine(models.Model):
    """Money that is planned to come in or to go out. Fees have no line: they come from the invoices."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="budget_lines", verbose_name=_("edition")
    )
    category = models.CharField(_("for what"), max_length=20, choices=BudgetCategory)
    text = models.CharField(_("what exactly"), max_length=200, blank=True)
    partner = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("organisation"),
    )
    partner_name = models.CharField(_("name, when it is not in the directory"), max_length=200, blank=True)
    planned_cents = models.BigIntegerField(_("planned, in cents"))
    is_public = models.BooleanField(_("named on the public page"), default=False)
    added_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(planned_cents__gte=0), name="budget_plans_no_negative"),
            models.CheckConstraint(
                condition=~Q(category__in=WITH_PARTNER) | Q(partner__isnull=False) | ~Q(partner_name=""),
                name="budget_line_names_its_partner",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(category__in=SUPPORT), name="only_supporters_are_named"
            ),
        ]

    def __str__(self):
        return self.text or self.partner_words or str(self.get_category_display())

    @property
    def partner_words(self):
        """Who gives, or who works for money."""
        return str(self.partner) if self.partner_id else self.partner_name

    @property
    def is_income(self):
        """Whether money comes in."""
        return self.category in INCOME


class BudgetEntry(models.Model):
    """Money that came in or went out for a line; never changed, set right by another one."""

    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="entries", verbose_name=_("line")
    )
    cents = models.BigIntegerField(_("amount, in cents"))
    on = models.DateField(_("on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    entered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)

    class Meta:
        verbose_name = _("entry of a budget")
        verbose_name_plural = _("entries of budgets")
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(cents=0), name="budget_entry_is_not_zero")]

    def __str__(self):
        return f"{self.on}: {self.cents}"


class HelperKind(models.TextChoices):
    """As what somebody helps."""

    STAFF = "staff", _("Staff")
    VOLUNTEER = "volunteer", _("Volunteer")


class Helper(models.Model):
    """Somebody who helps to run an edition."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="helpers", verbose_name=_("edition")
    )
    kind = models.CharField(_("helps as"), max_length=10, choices=HelperKind, default=HelperKind.VOLUNTEER)
    name = models.CharField(_("name"), max_length=150)
    task = models.CharField(_("task"), max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), default=0)

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        ordering = ["kind", "name", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="helper_has_a_name")]

    def __str__(self):
        return self.name
