"""Official shapes of regions that an administrator loads for the map."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionShape(models.Model):
    """The outline of one region as a path in the coordinates of our map."""

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    path = models.TextField(_("path"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("shape of a region")
        verbose_name_plural = _("shapes of regions")
        ordering = ["code"]

    def __str__(self):
        return self.code
