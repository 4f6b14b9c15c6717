"""Who may do what: whoever may not changes nothing, and learns nothing."""

from __future__ import annotations

from http import HTTPStatus
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from journal.models import Event, Job
from tests.access.acts import ACTS
from tests.access.addresses import routes
from tests.access.proved import just_proved
from tests.access.scene import scene
from tests.make import NOW
from tests.taken_back import taken_back

pytestmark = pytest.mark.django_db

REFUSED = {
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.PRECONDITION_REQUIRED,  # what replaces values names what it replaces
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.UNAUTHORIZED,  # what somebody who is signed out sent, given back beside the way to sign in
}


def test_every_act_is_a_route():
    assert ACTS.keys() - routes().keys() == set()


@pytest.mark.long
@time_machine.travel(NOW)
def test_an_act_is_for_its_actors_and_changes_nothing_for_others():
    here = scene()
    clients = {viewer: signed_in(user) for viewer, user in here.people.items()}
    astray = []
    for route, acts in ACTS.items():
        for act in acts:
            address = reverse(route, kwargs=act.fill(here)) + (f"?{act.query}" if act.query else "")
            for viewer, (client, cookies) in clients.items():
                # an act may sign out: its rows come back, and the cookie with them
                client.cookies = SimpleCookie(cookies)
                with taken_back():
                    before = told()
                    response = client.post(address, act.data(here), content_type=act.content_type)
                    changed = told() != before
                if viewer in act.actors:
                    right = changed if act.tells else response.status_code < HTTPStatus.BAD_REQUEST
                else:
                    right = not changed and (response.status_code in REFUSED or to_sign_in(response))
                if not right:
                    astray.append((viewer, address, response.status_code, changed))

    assert astray == []


def signed_in(user):
    """A browser of somebody, and what it holds."""
    client = Client()
    if user is not None:
        client.force_login(user)
        just_proved(client)
    return client, {name: morsel.value for name, morsel in client.cookies.items()}


def told():
    return Event.objects.count(), Job.objects.filter(cancel_requested=True).count()


def to_sign_in(response):
    return response.status_code == HTTPStatus.FOUND and response.headers["Location"].startswith("/sign-in/")
