"""A table comes in by one way: upload, check, look, apply; all of it or nothing."""

import csv
import io

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile

from lonja.base import audit, exports, files, imports, jobs, views
from lonja.base.errors import Refused
from lonja.base.imports import flow
from lonja.base.models import AuditEntry, ImportRun, Job, StoredFile
from tests.factories import make_user

pytestmark = pytest.mark.django_db

COLUMNS = [
    imports.Column("email", "E-mail", required=True, parse=imports.email(), aliases=("correo",)),
    imports.Column("name", "Name", required=True, aliases=("nombre",)),
]


@flow.register
class NameImporter(flow.Importer):
    """Gives accounts their names: a small real importer for these tests."""

    kind = "test-names"
    title = "Names of accounts"

    def allows(self, actor, target):
        return actor.name == "May import" and target in ("", "7")

    def check(self, book, *, actor, target):
        report, rows = self._read(book)
        for row in rows:
            user = get_user_model().objects.filter(email=row["email"]).first()
            if user is None:
                report.problems.add("Nobody has this address.", row=row.number, column="E-mail")
            elif user.name == row["name"]:
                report.unchanged += 1
            else:
                report.changed += 1
                change = flow.Change(row.number, "changed", user.email, (("Name", user.name, row["name"]),))
                report.preview.append(change)
        return report

    def apply(self, book, *, actor, target):
        report = self.check(book, actor=actor, target=target)
        for row in self._read(book)[1]:
            get_user_model().objects.filter(email=row["email"]).update(name=row["name"])
        return report

    def done_url(self, target):
        return "/names/"

    def _read(self, book):
        report = flow.Report()
        sheet = book.sheet("names", or_only=True)
        rows = imports.read_rows(sheet, COLUMNS, report.problems)
        report.notes = [f"Not read: {heading}" for heading in imports.ignored_headings(sheet, COLUMNS)]
        return report, rows


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def uploader(client):
    user = make_user(name="May import")
    client.force_login(user)
    return user


def table(*rows, headings=("email", "name", "shoe")):
    return "".join(exports.csv_lines(headings, rows)).encode()


def upload(client, content, name="names.csv", query=""):
    return client.post(f"/imports/test-names/new/{query}", {"file": SimpleUploadedFile(name, content)})


def names():
    return dict(get_user_model().objects.exclude(name="May import").values_list("email", "name"))


def test_the_whole_way_from_upload_to_result(client, uploader):
    make_user("ana@example.org")
    make_user("bo@example.org", name="Bo")

    answer = upload(client, table(["ana@example.org", "Ana Núñez"], ["bo@example.org", "Bo"]))
    run = ImportRun.objects.get()
    looked = client.get(answer["Location"]).content.decode()
    before = names()
    applied = client.post(f"{answer['Location']}apply/")
    after = client.get(applied["Location"]).content.decode()

    assert (answer.status_code, answer["Location"]) == (303, f"/imports/{run.uuid}/")
    assert "Nothing has been changed yet" in looked
    assert "Ana Núñez" in looked
    assert "Not read: shoe" in looked
    assert before == {"ana@example.org": "", "bo@example.org": "Bo"}
    assert applied.status_code == 303
    assert "The table was applied" in after
    assert 'href="/names/"' in after
    assert names() == {"ana@example.org": "Ana Núñez", "bo@example.org": "Bo"}
    run.refresh_from_db()
    assert (run.state, run.created, run.changed, run.unchanged) == ("applied", 0, 1, 1)
    assert [entry.action for entry in audit.entries_about(run)] == ["import.applied", "import.uploaded"]


def test_a_table_with_problems_names_them_and_cannot_be_applied(client, uploader):
    make_user("ana@example.org")

    url = upload(client, table(["ana@example.org", "Ana"], ["zoe@example.org", "=1+1"], ["x", ""]))[
        "Location"
    ]
    body = client.get(url).content.decode()
    refused = client.post(f"{url}apply/")
    listed = b"".join(client.get(f"{url}problems.csv").streaming_content).decode("utf-8-sig")

    assert "Nobody has this address." in body
    assert "Apply the table" not in body
    assert (refused.status_code, refused["Location"]) == (303, url)
    assert names() == {"ana@example.org": ""}
    assert list(csv.reader(io.StringIO(listed)))[1:] == [
        ["", "4", "E-mail", "Enter a valid email address."],
        ["", "4", "Name", "The cell is empty, and this column is needed."],
        ["", "3", "E-mail", "Nobody has this address."],
        ["", "4", "E-mail", "Nobody has this address."],
    ]


def test_a_table_that_cannot_be_read_says_why(client, uploader):
    url = upload(client, b'name,email\n"Ana,ana@example.org\n')["Location"]

    assert "A quotation mark is opened and not closed" in client.get(url).content.decode()
    assert ImportRun.objects.get().state == "refused"


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"MZ\x90\x00\x01", b"<html>", b""])
def test_a_file_that_is_no_table_is_refused_beside_the_field(client, uploader, content):
    answer = upload(client, content, name="names.xlsx")

    assert answer.status_code == 422
    assert (ImportRun.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_the_original_comes_back_byte_for_byte_to_its_uploader_only(client, uploader):
    content = table(["ana@example.org", "Ana"])
    url = upload(client, content, name="años.csv")["Location"]

    own = client.get(f"{url}original/")
    client.force_login(make_user())
    others = [client.get(f"{url}{part}").status_code for part in ("", "original/", "problems.csv")]

    assert b"".join(own.streaming_content) == content
    assert own["Content-Disposition"] == "attachment; filename*=utf-8''a%C3%B1os.csv"
    assert others == [404, 404, 404]
    assert client.post(f"{url}apply/").status_code == 404


def test_applying_twice_changes_once(client, uploader):
    make_user("ana@example.org")
    url = upload(client, table(["ana@example.org", "Ana"]))["Location"]

    first, second = client.post(f"{url}apply/"), client.post(f"{url}apply/")

    assert first.status_code == 303
    assert (second.status_code, second["Location"]) == (303, url)
    assert AuditEntry.objects.filter(action="import.applied").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_table_that_no_longer_fits_changes_nothing(uploader, client):
    make_user("ana@example.org")
    gone = make_user("bo@example.org")
    url = upload(client, table(["ana@example.org", "Ana"], ["bo@example.org", "Bo"]))["Location"]
    gone.delete()

    answer = client.post(f"{url}apply/")

    assert answer.status_code == 409
    assert "Something changed since this table was checked" in answer.content.decode()
    assert names() == {"ana@example.org": ""}
    assert ImportRun.objects.get().state == "refused"
    assert AuditEntry.objects.filter(action="import.applied").count() == 0


def test_a_damaged_original_is_never_applied(uploader, client):
    make_user("ana@example.org")
    upload(client, table(["ana@example.org", "Ana"]))
    run = ImportRun.objects.get()
    files.path_of(run.file.sha256).write_bytes(table(["ana@example.org", "Eve"]))

    with pytest.raises(OSError, match="damaged"):
        flow.apply(run, actor=uploader)


def test_who_may_not_import_does_not_learn_that_one_could(client):
    client.force_login(make_user(name="Somebody else"))
    statuses = [client.get(f"/imports/{kind}/new/").status_code for kind in ("test-names", "nonsense")]
    client.logout()

    assert statuses == [404, 404]
    assert client.get("/imports/test-names/new/").status_code == 302


def test_the_target_is_asked_for_and_kept(client, uploader):
    wrong = upload(client, table(["ana@example.org", "Ana"]), query="?for=8").status_code
    upload(client, table(["ana@example.org", "Ana"]), query="?for=7")

    assert wrong == 404
    assert ImportRun.objects.get().target == "7"
    assert flow.upload_url("test-names", "7") == "/imports/test-names/new/?for=7"


def test_a_right_that_ended_after_the_check_is_asked_again(client, uploader):
    make_user("ana@example.org")
    url = upload(client, table(["ana@example.org", "Ana"]))["Location"]
    get_user_model().objects.filter(pk=uploader.pk).update(name="No longer")

    assert client.post(f"{url}apply/").status_code == 404
    assert "" in names().values()


def test_a_large_table_is_checked_and_applied_by_jobs(client, uploader, monkeypatch):
    monkeypatch.setattr(views, "MOST_BYTES_IN_THE_REQUEST", 10)
    make_user("ana@example.org")

    first = upload(client, table(["ana@example.org", "Ana"]))
    run = ImportRun.objects.get()
    while_waiting = client.get(run.get_absolute_url()).content.decode()
    checked = jobs.run_now(Job.objects.get(kind="imports.check"))
    client.post(f"{run.get_absolute_url()}apply/")
    applied = jobs.run_now(Job.objects.get(kind="imports.apply"))
    jobs.run_now(jobs.enqueue("imports.apply", args={"run_id": run.pk}, actor=uploader))

    run.refresh_from_db()
    assert first["Location"] == checked.get_absolute_url()
    assert "still being checked" in while_waiting
    assert (checked.done_url, checked.state, applied.state) == (run.get_absolute_url(), "done", "done")
    assert (run.state, names()) == ("applied", {"ana@example.org": "Ana"})


def test_two_at_once_cannot_both_apply(uploader, client):
    upload(client, table(["ana@example.org", "Ana"]))
    run = ImportRun.objects.get()
    ImportRun.objects.update(state=ImportRun.State.APPLIED)

    with pytest.raises(Refused, match="already been applied"):
        flow.apply(run, actor=uploader)
