import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import pytest
from bs4 import Tag
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from contacts.forms import ContactForm
from contacts.models import Contact, Event
from imports import tasks
from imports.models import Import
from tests.example.markup import one, text, tree
from tests.versions import needs_django_6
from tests.workers import work, worker_process

HEADER = "first_name,last_name,email"
POLL = {"HX-Request": "true", "HX-Target": "job"}


@pytest.fixture(autouse=True)
def reader(client: Client, address_book: None) -> User:
    """A client whose user is logged in and may add contacts."""
    user = User.objects.get(username="demo")
    client.force_login(user)
    client.get("/contacts/")  # takes the message about that
    return user


def lines(count: int) -> list[str]:
    return [HEADER, *(f"First{number},Last{number},number{number}@example.net" for number in range(count))]


def imported() -> QuerySet[Contact]:
    return Contact.objects.filter(email__endswith="@example.net").order_by("pk")


def upload(client: Client, *content: str | bytes, name: str = "people.csv") -> Any:
    """Send a file: its lines, or its bytes."""
    file = b"\n".join(line.encode() if isinstance(line, str) else line for line in content)
    return client.post("/imports/", {"_action": "upload", "file": SimpleUploadedFile(name, file)})


def act(client: Client, action: str) -> Any:
    return client.post("/imports/", {"_action": action})


def page(client: Client) -> str:
    return client.get("/imports/").text


def without_token(element: Tag) -> str:
    return re.sub(r'value="\w{64}"', "", str(element))


def state(client: Client) -> str:
    return text(page(client), ".state")


def problems(client: Client) -> list[str]:
    return [" ".join(item.get_text(" ", strip=True).split()) for item in tree(page(client)).select("#problems li")]


def buttons(html: str) -> list[str]:
    return [str(button["value"]) for button in tree(html).select("#job button")]


def wait_until[T](look: Callable[[], T | None], seconds: float = 60) -> T:
    """Return the result of `look()` once it is true."""
    end = monotonic() + seconds
    while not (seen := look()):
        assert monotonic() < end, "waited in vain"
        sleep(0.02)
    return seen


def silence(**ago: float) -> None:
    """Pretend that the worker has not reported for some time."""
    Import.objects.update(seen_at=timezone.now() - timedelta(**ago))


@pytest.fixture
def at_each_pause(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Call a function instead of each pause that a task makes after a batch."""
    return lambda do: monkeypatch.setattr(tasks, "sleep", lambda seconds: do())


# -- A file, from the upload to the end ---------------------------------------------


def test_a_file_is_imported_by_a_worker(client: Client) -> None:
    response = upload(client, *lines(45))
    assert (response.status_code, response["Location"]) == (303, "/imports/")
    assert imported().count() == 0
    work()
    assert [(contact.first_name, contact.last_name, contact.email) for contact in imported()] == [
        (f"First{number}", f"Last{number}", f"number{number}@example.net") for number in range(45)
    ]
    assert state(client) == "Done."
    assert text(page(client), "#counts") == "45 of 45 lines · 45 contacts imported · 0 lines left out"


def test_the_page_shows_how_far_it_is(client: Client, at_each_pause: Callable[[Callable[[], object]], None]) -> None:
    seen = []

    def look() -> None:
        html = page(client)
        bar = one(html, "progress")
        seen.append((text(html, ".state"), bar["value"], bar["max"], text(html, "title"), buttons(html)))

    upload(client, *lines(45))
    look()
    at_each_pause(look)
    work()
    assert seen == [
        ("Waiting for a worker …", "0", "45", "0 % · Import · Address book", ["cancel"]),
        ("Importing …", "20", "45", "44 % · Import · Address book", ["cancel"]),
        ("Importing …", "40", "45", "88 % · Import · Address book", ["cancel"]),
        ("Done.", "45", "45", "Import · Address book", ["upload"]),
    ]


def test_a_poll_is_that_part_of_the_page_and_asks_again_until_it_is_over(client: Client) -> None:
    upload(client, *lines(3))
    fragment = one(client.get("/imports/", headers=POLL).text, "#job")
    assert without_token(fragment) == without_token(one(page(client), "#job"))
    assert (fragment["hx-get"], fragment["hx-trigger"], fragment["hx-swap"]) == ("/imports/", "every 1s", "outerHTML")
    work()
    fragment = one(client.get("/imports/", headers=POLL).text, "#job")
    assert fragment.attrs == {"id": "job"}


def test_a_poll_costs_four_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    upload(client, *lines(3))
    with django_assert_num_queries(4):  # the session, the user, the import without its text, the bad lines' number
        client.get("/imports/", headers=POLL)


def test_without_javascript_the_page_loads_itself_anew_until_it_is_over(client: Client) -> None:
    assert tree(page(client)).select("meta[http-equiv]") == []
    upload(client, *lines(3))
    assert one(page(client), "head > noscript > meta")["content"] == "2"
    work()
    assert tree(page(client)).select("meta[http-equiv]") == []


def test_an_imported_contact_has_that_in_its_history(client: Client) -> None:
    upload(client, *lines(3))
    work()
    assert [event.what for contact in imported() for event in contact.events.all()] == ["Imported by demo"] * 3


def test_the_text_is_kept_no_longer_than_it_is_needed(client: Client) -> None:
    upload(client, *lines(3))
    assert Import.objects.get().text == "\n".join(lines(3))
    work()
    assert Import.objects.get().text == ""


def test_another_file_may_follow(client: Client) -> None:
    upload(client, *lines(3), name="first.csv")
    work()
    upload(client, HEADER, "Ada,Lovelace,ada@example.net", name="second.csv")
    work()
    assert text(page(client), "#job-title") == "second.csv"
    assert imported().count() == 4


def test_one_file_at_a_time(client: Client) -> None:
    upload(client, *lines(3), name="first.csv")
    assert upload(client, *lines(5), name="second.csv").status_code == 303
    html = page(client)
    assert text(html, ".toast") == "first.csv is not done yet. Wait for it, or cancel it."
    assert text(html, "#job-title") == "first.csv"
    assert tree(html).select("#upload") == []
    assert (Import.objects.count(), DBTaskResult.objects.count()) == (1, 1)


# -- Bad lines ----------------------------------------------------------------------


def test_bad_lines_are_listed_with_their_numbers_and_the_others_are_kept(client: Client) -> None:
    upload(
        client,
        "Email,First name,Last name,Phone",
        "one@example.net,First,One,",
        "nowhere,Second,Two,",
        ",,Three,",
        "",
        "four@example.net,Fourth,Four",
        'five@example.net,"Fifth,Five,',
        f"six@example.net,Sixth,Six,{'0' * 31}",
        "one@example.net,Seventh,Seven,",
        f"{Contact.objects.order_by('pk')[0].email},Eighth,Eight,",
        "nine@example.net,Ni\x00nth,Nine,",
        'ten@example.net,"Tenth, the last", "Ten",',
        f"eleven@example.net,{'x' * 140_000},Eleven,",
        "twelve@example.net,Zwölfte,Żwölf,+49 30",
    )
    work()
    assert problems(client) == [
        "Line 3 Email: Enter a valid email address.",
        "Line 4 First name: This field is required. Email: This field is required.",
        "Line 6 3 values for 4 columns.",
        "Line 7 The quotation marks do not match.",
        "Line 8 Phone: Ensure this value has at most 30 characters (it has 31).",
        "Line 9 Email: Contact with this Email already exists.",
        "Line 10 Email: Contact with this Email already exists.",
        "Line 11 First name: Null characters are not allowed.",
        "Line 13 This is no CSV: field larger than field limit (131072).",
    ]
    assert sorted(map(str, imported())) == ["First One", "Tenth, the last Ten", "Zwölfte Żwölf"]
    assert text(page(client), "#counts") == "13 of 13 lines · 3 contacts imported · 9 lines left out"


def test_a_mistake_that_concerns_several_fields_is_named_without_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ContactForm, "clean", lambda form: form.add_error(None, "Nobody is called that."))
    upload(client, *lines(1))
    work()
    assert problems(client) == ["Line 2 Nobody is called that."]


def test_nobody_who_is_there_already_is_changed(client: Client) -> None:
    contact = Contact.objects.all()[0]
    upload(client, HEADER, f"Changed,Changed,{contact.email}")
    work()
    assert Contact.objects.filter(first_name="Changed").count() == 0
    assert Contact.objects.count() == 1000


def test_bad_lines_are_listed_when_it_is_over_and_counted_before(
    client: Client, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    seen = []
    at_each_pause(lambda: seen.append((text(page(client), "#counts"), len(problems(client)))))
    upload(client, *lines(20), *["bad"] * 20)
    work()
    assert seen == [
        ("20 of 40 lines · 20 contacts imported · 0 lines left out", 0),
        ("40 of 40 lines · 20 contacts imported · 20 lines left out", 20),
    ]


# -- Files that are none ------------------------------------------------------------


UNNAMED = "The first line has to name the columns, and does not name"
THERE_ARE = "The columns may be “first_name”, “last_name”, “email”, “phone”, “company”, “city”."
NOT_UTF_8 = "This file is not in UTF-8 (see line {}). Save it as “CSV UTF-8”."


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The submitted file is empty."),
        (b"\n\n", f"{UNNAMED} “first_name”, “last_name”, “email”."),
        (b"Ada,Lovelace,ada@example.net\n" * 2, f"{UNNAMED} “first_name”, “last_name”, “email”."),
        (b"first_name,email\nAda,ada@example.net", f"{UNNAMED} “last_name”."),
        (HEADER.encode() + b",age,sex\nA,L,a@example.net,36,f", f"Contacts have no “age”, “sex”. {THERE_ARE}"),
        (HEADER.encode() + b",email\nA,L,a@example.net,b", "The first line names a column twice."),
        (b'first_name,"last_name,email\nA,L,a@example.net', "The quotation marks do not match."),
        (HEADER.encode() + b"\n\n  \n", "There is no contact below the first line."),
        (HEADER.encode() + b"\nAda,L\xf6we,ada@example.net", NOT_UTF_8.format(2)),
        (HEADER.encode("utf-16"), NOT_UTF_8.format(1)),
        (b"PK\x03\x04\xff\xfe", NOT_UTF_8.format(1)),
    ],
)
def test_a_wrong_file_says_what_is_wrong(client: Client, content: bytes, error: str) -> None:
    response = upload(client, content)
    assert response.status_code == 200
    assert text(response.text, "#upload .errorlist") == error
    assert Import.objects.count() == 0


def test_a_file_may_have_a_megabyte_and_no_more(client: Client) -> None:
    content = f"{HEADER}\n".encode().ljust(1024 * 1024 + 1, b"x")
    assert text(upload(client, content).text, "#upload .errorlist").replace("\xa0", " ") == (
        "This file has 1.0 MB, and 1.0 MB is the most that is taken. Split it, with the first line in each part."
    )
    assert upload(client, content[:-1]).status_code == 303


def test_no_file_at_all_is_said_so(client: Client) -> None:
    assert text(act(client, "upload").text, "#upload .errorlist") == "This field is required."


def test_a_wrong_file_is_said_so_in_the_fragment(client: Client) -> None:
    file = SimpleUploadedFile("people.csv", b"wrong")
    response = client.post("/imports/", {"_action": "upload", "file": file}, headers=POLL)
    assert response.status_code == 200
    assert "does not name" in text(response.text, "#job #upload .errorlist")


@pytest.mark.parametrize(
    ("delimiter", "ending", "encoding"),
    [(",", "\n", "utf-8"), (",", "\r\n", "utf-8-sig"), (";", "\r\n", "utf-8-sig"), ("\t", "\r", "utf-8")],
)
def test_what_spreadsheets_write_is_understood(client: Client, delimiter: str, ending: str, encoding: str) -> None:
    rows = [["Last Name", "First Name", "EMAIL"], ["Løwe", "Ada", "ada@example.net"], ["Żak", "Bo", "bo@example.net"]]
    upload(client, "".join(delimiter.join(row) + ending for row in rows).encode(encoding))
    work()
    assert [str(contact) for contact in imported()] == ["Ada Løwe", "Bo Żak"]
    assert Import.objects.get().lines == 2


# -- Cancelling and starting again --------------------------------------------------


def test_cancelling_stops_the_task_before_the_next_batch(
    client: Client, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    at_each_pause(lambda: act(client, "cancel"))
    upload(client, *lines(90))
    work()
    html = page(client)
    assert text(html, ".state") == "Cancelled."
    assert text(html, "#counts") == "20 of 90 lines · 20 contacts imported · 0 lines left out"
    assert buttons(html) == ["restart", "upload"]
    assert imported().count() == 20


def test_an_import_that_no_worker_has_begun_can_be_cancelled(client: Client) -> None:
    upload(client, *lines(3))
    act(client, "cancel")
    work()
    assert state(client) == "Cancelled."
    assert imported().count() == 0


def test_cancelling_answers_htmx_with_the_state_after_it(client: Client) -> None:
    upload(client, *lines(3))
    response = client.post("/imports/", {"_action": "cancel"}, headers=POLL)
    fragment = one(response.text, "#job")
    assert text(response.text, "#job .state") == "Cancelled."
    assert fragment.attrs == {"id": "job"}


def test_a_cancelled_import_goes_on_where_it_stopped(
    client: Client, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    at_each_pause(lambda: act(client, "cancel"))
    upload(client, *lines(45))
    work()
    at_each_pause(lambda: None)
    assert text(page(client), ".job .helptext") == "It goes on below line 21. No contact is imported twice."
    act(client, "restart")
    work()
    assert state(client) == "Done."
    assert Import.objects.get().kept == imported().count() == 45
    assert Event.objects.filter(what="Imported by demo").count() == 45


@pytest.mark.parametrize("action", ["cancel", "restart"])
def test_what_is_done_stays_done(client: Client, action: str) -> None:
    upload(client, *lines(3))
    work()
    assert act(client, action).status_code == 303
    assert state(client) == "Done."
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("action", ["cancel", "restart"])
def test_where_nothing_was_imported_there_is_nothing_to_act_on(client: Client, action: str) -> None:
    assert act(client, action).status_code == 303
    assert buttons(page(client)) == ["upload"]


def test_an_import_that_runs_is_not_started_again(
    client: Client, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    at_each_pause(lambda: act(client, "restart"))
    upload(client, *lines(45))
    work()
    assert DBTaskResult.objects.count() == 1
    assert imported().count() == 45


# -- Workers that go away -----------------------------------------------------------


def test_a_worker_that_is_not_heard_of_has_gone_away(
    client: Client, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    seen = []

    def look() -> None:
        silence(seconds=4)
        seen.append(state(client))
        silence(seconds=6)
        html = page(client)
        seen.append(text(html, ".state"))
        assert one(html, "#job").attrs == {"id": "job"}
        assert buttons(html) == ["restart", "cancel"]
        act(client, "cancel")

    at_each_pause(look)
    upload(client, *lines(45))
    work()
    assert seen == ["Importing …", "Stopped: the worker went away."]


def test_where_no_worker_runs_the_page_says_so_and_goes_on_looking(client: Client) -> None:
    upload(client, *lines(3))
    silence(seconds=6)
    html = page(client)
    assert text(html, ".state") == "No worker has taken this up yet. Is manage.py db_worker running?"
    assert one(html, "#job")["hx-trigger"] == "every 1s"
    assert buttons(html) == ["restart", "cancel"]
    act(client, "restart")
    work()
    assert imported().count() == 3


def test_a_batch_is_imported_as_a_whole_or_not_at_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    save = tasks.save_contact

    def save_until_the_end(values: dict[str, str]) -> Contact:
        if values["first_name"] == "First30":
            raise SystemExit
        return save(values)

    monkeypatch.setattr(tasks, "save_contact", save_until_the_end)
    upload(client, *lines(45))
    work()
    job = Import.objects.get()
    assert (job.status, job.settled, job.kept, imported().count()) == ("running", 20, 20, 20)

    monkeypatch.setattr(tasks, "save_contact", save)
    silence(seconds=6)
    act(client, "restart")
    work()
    job.refresh_from_db()
    assert (job.status, job.kept, imported().count()) == ("done", 45, 45)


def test_a_task_that_fails_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "save_contact", lambda values: 1 / 0)
        upload(client, *lines(3))
        work()
    html = page(client)
    assert text(html, ".state") == "Stopped: something went wrong in the worker. Its log says what."
    assert buttons(html) == ["restart", "upload"]
    act(client, "restart")
    work()
    assert state(client) == "Done."


def test_a_task_whose_import_was_started_again_leaves_it_to_the_new_one(
    client: Client, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    pauses = []

    def oversleep() -> None:
        pauses.append(imported().count())
        if len(pauses) == 1:
            silence(seconds=6)
            act(client, "restart")
            work()  # the new task, to its end

    at_each_pause(oversleep)
    upload(client, *lines(45))
    work()
    assert pauses == [20, 40, 45]
    assert Import.objects.get().kept == imported().count() == 45


def test_a_task_runs_once(client: Client) -> None:
    upload(client, *lines(3))
    job = Import.objects.get()
    tasks.import_contacts.call(job.pk, str(job.token))
    Contact.objects.filter(email="number1@example.net").delete()
    tasks.import_contacts.call(job.pk, str(job.token))
    tasks.import_contacts.call(job.pk, str(uuid4()))
    assert imported().count() == 2


@pytest.fixture
def running(client: Client) -> Iterator[Callable[[], Import]]:
    """A real worker in the middle of 2,000 lines. Call it to get the state of the import."""
    upload(client, *lines(2000))
    with worker_process() as process:

        def kill() -> Import:
            process.kill()
            process.wait()
            return Import.objects.get()

        wait_until(lambda: Import.objects.get().settled > 300)
        yield kill


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@needs_django_6(reason="the example project is for Django 6")
def test_a_worker_is_killed_and_another_one_goes_on_without_doubling_a_contact(
    client: Client, running: Callable[[], Import]
) -> None:
    job = running()
    assert 300 < job.settled < 2000
    assert job.status == "running"
    assert imported().count() == job.kept == job.settled
    wait_until(lambda: state(client) == "Stopped: the worker went away.", seconds=10)
    assert buttons(page(client)) == ["restart", "cancel"]

    with worker_process():
        act(client, "restart")
        wait_until(lambda: state(client) == "Done.")
    job.refresh_from_db()
    names = [contact.first_name for contact in imported()]
    assert len(names) == len(set(names)) == job.kept == 2000
    assert Event.objects.filter(what="Imported by demo").count() == 2000


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@needs_django_6(reason="the example project is for Django 6")
def test_a_worker_stops_within_a_second_of_being_told_to(client: Client, running: Callable[[], Import]) -> None:
    told = timezone.now()
    act(client, "cancel")
    kept = imported().count()
    ended = wait_until(lambda: DBTaskResult.objects.get().finished_at)
    assert ended - told < timedelta(seconds=1)
    assert imported().count() == kept == Import.objects.get().kept
    assert 300 < kept < 2000
    assert state(client) == "Cancelled."


# -- Who may ------------------------------------------------------------------------


def test_each_reader_sees_an_import_of_their_own(client: Client) -> None:
    upload(client, *lines(3))
    other = User.objects.create_user("other")
    other.user_permissions.add(Permission.objects.get(codename="add_contact"))
    client.force_login(other)
    assert buttons(page(client)) == ["upload"]
    act(client, "cancel")
    work()
    assert imported().count() == 3


@pytest.mark.parametrize("signed_in", [True, False])
def test_whoever_may_not_add_contacts_may_not_import_any(client: Client, signed_in: bool) -> None:
    client.logout()
    if signed_in:
        client.force_login(User.objects.create_user("other"))
    assert client.get("/imports/")["Location"] == "/accounts/login/?next=/imports/"
    assert upload(client, *lines(3))["Location"] == "/accounts/login/?next=/imports/"
    assert Import.objects.count() == 0
    assert "/imports/" not in client.get("/contacts/").text


def test_whoever_may_import_is_led_there(client: Client) -> None:
    assert one(client.get("/contacts/").text, "header a[href='/imports/']").get_text() == "Import"


# -- The sample ---------------------------------------------------------------------


def test_the_page_offers_a_sample(client: Client) -> None:
    link = one(page(client), "a[download]")
    response = client.get(str(link["href"]))
    assert response["Content-Disposition"] == "attachment; filename=contacts.csv"
    assert response["Content-Type"] == "text/csv"
    assert response.content == client.get(str(link["href"])).content
    names, *contacts = response.text.splitlines()
    assert names == "first_name,last_name,email,phone,company,city"
    assert len(contacts) == 2000


def test_seven_lines_of_the_sample_are_bad(
    client: Client, at_each_pause: Callable[[Callable[[], object]], None]
) -> None:
    at_each_pause(lambda: None)
    upload(client, client.get("/imports/?sample").content)
    work()
    assert problems(client) == [
        "Line 120 Email: Enter a valid email address.",
        "Line 455 Email: This field is required.",
        "Line 790 3 values for 6 columns.",
        "Line 1,203 The quotation marks do not match.",
        "Line 1,640 First name: This field is required.",
        "Line 1,900 Phone: Ensure this value has at most 30 characters (it has 40).",
        "Line 2,001 Email: Contact with this Email already exists.",
    ]
    assert Contact.objects.filter(email__endswith="@example.org").count() == 1993
