"""Sets the marks of changes again after each migration (Django speaks by signals; our domains do not)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "lonja.directory"
    verbose_name = _("Directory")

    def ready(self):
        from django.db.models.signals import post_migrate

        from lonja.directory.marks import set_marks  # models are there only now

        post_migrate.connect(set_marks, sender=self)
