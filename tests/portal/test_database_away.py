"""The database goes away: the reader gets our page and stays logged in."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, override_settings

from portal.people.session_store import SessionStore
from tests.cast import Cast


def hang_up() -> None:
    """End the connection behind Django's back, as a server does that is killed."""
    connection.ensure_connection()
    connection.connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_login_that_cannot_be_noted_is_not_taken_for_one_that_was_ended() -> None:
    store = SessionStore()
    store["a"] = 1
    store.save()
    hang_up()
    with pytest.raises((OperationalError, InterfaceError)):
        store.save()
    connection.close()
    store.save()
    assert SessionStore(store.session_key)["a"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_login_that_was_ended_is_still_taken_for_one() -> None:
    store = SessionStore()
    store.save()
    SessionStore(store.session_key).delete()
    with pytest.raises(UpdateError):
        store.save()


@pytest.mark.django_db(transaction=True)
def test_the_page_of_an_accident_is_ours_also_without_a_database(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client: Client = cast.client("applicant")
    client.raise_request_exception = False
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    try:
        with override_settings(DEBUG=False):
            answer = client.get("/my/")
    finally:
        monkeypatch.undo()
        connection.close()
    text = answer.content.decode()
    assert (answer.status_code, text.count("<h1"), "系统出了差错" in text) == (500, 1, True)
    assert client.get("/my/").status_code == 200
