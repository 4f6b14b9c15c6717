"""What a country manager or a place's administrator must not reach by way of an invitation or a group."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from factories.commands import put_in_group
from factories.models import Factory, Membership
from people import commands, workbook
from people.commands.guards import AccountOutOfReach
from tests import make
from tests.people.make import administrator, browser
from tests.people.test_who_may import invite

pytestmark = pytest.mark.django_db


def test_a_withdrawn_invitation_abroad_is_not_revived_by_inviting_here():
    abroad, here = make.user("manager", country="VN"), make.user("manager")
    assert invite(abroad, "adviser", ("country", "VN"), email="chea@example.org") == set()
    chea = User.objects.get(email="chea@example.org")
    commands.withdraw_invitation(chea.pk, reason="Not hired", actor=abroad, now=timezone.now())

    assert invite(here, "adviser", ("country", "KH"), email="chea@example.org") == {"cannot_be_invited"}
    assert not Membership.objects.filter(user=chea, country="KH").exists()
    both = administrator()
    assert invite(both, "adviser", ("country", "KH"), email="chea@example.org") == set()


def test_a_closed_account_elsewhere_reads_like_any_that_cannot_be_invited():
    north, south = make.brand("Northwind"), make.brand("Southwind")
    ana = make.user("brand", brand=north, name="Ana")
    Membership.objects.filter(user=ana).update(is_administrator=True)
    gone = make.user("brand", brand=south, name="Gone")
    User.objects.filter(pk=gone.pk).update(is_active=False, joined_at=timezone.now())

    assert invite(ana, "brand", ("brand", "Northwind"), email=gone.email) == {"cannot_be_invited"}


def test_whoever_decides_no_account_reads_nothing_of_its_invitations_elsewhere():
    here, abroad = make.user("manager"), make.user("manager", country="VN", name="Far Inviter")
    assert invite(abroad, "adviser", ("country", "VN"), email="chea@example.org") == set()
    assert invite(here, "adviser", ("country", "KH"), email="chea@example.org") == set()
    chea = User.objects.get(email="chea@example.org")

    page = browser(here).get(reverse("people:person", kwargs={"user_id": chea.pk})).content.decode()

    assert "Far Inviter" not in page


def test_a_group_with_factories_abroad_is_not_a_managers_to_give():
    manager = make.user("manager")
    group = make.group("Lantern")
    mill, far = make.factory("KH-00017"), make.factory("VN-00003", country="VN")
    Factory.objects.filter(pk__in=[mill.pk, far.pk]).update(group=group)

    assert invite(manager, "group", ("group", "Lantern")) == {"unknown_group"}
    Factory.objects.filter(pk=far.pk).update(group=None)
    assert invite(manager, "group", ("group", "Lantern")) == set()


def test_putting_a_factory_into_a_group_gives_no_say_over_the_groups_people_abroad():
    manager = make.user("manager")
    group = make.group("Lantern")
    far, mill = make.factory("VN-00003", country="VN"), make.factory("KH-00017")
    Factory.objects.filter(pk=far.pk).update(group=group)
    owner = make.user("group", group=group, name="Owner")
    put_in_group(
        mill.pk, group_id=group.pk, from_on=date(2018, 1, 1), reason="x", actor=manager, now=timezone.now()
    )

    page = browser(manager).get(reverse("people:person", kwargs={"user_id": owner.pk}))

    assert page.status_code == 404
    with pytest.raises(AccountOutOfReach):
        commands.close_account(owner.pk, reason="x", actor=manager, now=timezone.now())


def test_a_list_of_too_many_rows_is_refused_before_all_of_them_are_read(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)

    read = workbook.people_list(b"email,name,role\n" + b"x,,\n" * 50)

    assert (read.rows, [problem.code for problem in read.problems]) == ([], ["too_many_rows"])
