"""A busy database is no fault of the person: 503, and when to come back."""

import threading

import pytest
from django.db import OperationalError, connections, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from lonja.base.models import AuditHead
from lonja.base.policy import open_to_all
from lonja.config import urls as site
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@open_to_all("a sample")
def busy(request):
    raise OperationalError("canceling statement due to lock timeout")


@open_to_all("a sample")
def locking(request):
    with transaction.atomic():
        AuditHead.objects.select_for_update().get(pk=1)
    return HttpResponse("got it")


urlpatterns = [path("busy/", busy), path("locking/", locking), *site.urlpatterns]


@override_settings(ROOT_URLCONF=__name__)
def test_a_busy_database_asks_to_come_back(client, caplog):
    answer = client.get("/busy/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "nothing was saved" in answer.content.decode()
    assert "The database was busy at busy/: OperationalError" in caplog.text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@override_settings(ROOT_URLCONF=__name__)
def test_a_lock_that_is_held_for_long_ends_in_503_and_frees_the_next(client):
    AuditHead.objects.create(pk=1, position=0, hash="0" * 64)
    locked, over = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            AuditHead.objects.select_for_update().get(pk=1)
            locked.set()
            over.wait(timeout=30)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(timeout=30)
    during = client.get("/locking/")
    over.set()
    holder.join()

    assert (during.status_code, client.get("/locking/").content) == (503, b"got it")
    assert make_user().pk
