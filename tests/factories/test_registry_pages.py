"""The registry on pages, from outside: rendered forms with CSRF enforced, from an empty database on."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories.models import Brand, Factory, FormerName, Group, GroupPeriod, Identifier, Sourcing, Workforce
from factories.views.change_table import CHANGES
from journal.models import Event
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
YESTERDAY = TODAY - timedelta(days=1)


class Fields(HTMLParser):
    """What a browser would send of the page's form that posts: hidden fields, typed ones, the chosen ones."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._posts = False
        self._area = self._select = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        got = dict(attrs)
        if tag == "form":
            inside = got.get("method", "").lower() == "post" and "action" not in got
            self._posts = inside
        name = got.get("name") or ""
        if not self._posts:
            return
        if tag == "input" and name and got.get("type") not in {"checkbox", "radio", "submit"}:
            self.values[name] = got.get("value") or ""
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in got or self._select not in self.values):  # or the first one
            self.values[self._select] = got.get("value") or ""

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = ""
        elif tag == "form":
            self._posts = False


class Browser:
    """Somebody's browser: opens pages and sends the forms that stand on them."""

    def __init__(self, user) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(user)

    def open(self, address: str) -> dict[str, str]:
        """The fields of the form on a page."""
        response = self.client.get(address)
        assert response.status_code == HTTPStatus.OK, (address, response.status_code)
        return Fields(response.content.decode()).values

    def send(self, address: str, fields: dict[str, str], *, expect: int = HTTPStatus.FOUND):
        """The answer to a filled-in form."""
        response = self.client.post(address, fields)
        assert response.status_code == expect, response.content.decode()
        return response

    def fill(self, address: str, /, *, expect: int = HTTPStatus.FOUND, **typed: object):
        """Open a form, type into it, send it."""
        return self.send(address, self.open(address) | {k: str(v) for k, v in typed.items()}, expect=expect)

    def read(self, address: str) -> str:
        """The text of a page."""
        response = self.client.get(address)
        assert response.status_code == HTTPStatus.OK, (address, response.status_code)
        return response.content.decode()


def page(factory: Factory, act: str, row: int | None = None) -> str:
    kwargs = {"code": factory.code, "act": act}
    if row is None:
        return reverse("factories:change", kwargs=kwargs)
    return reverse("factories:change_row", kwargs={**kwargs, "row_id": row})


def registry(factory: Factory) -> str:
    return reverse("factories:registry", kwargs={"code": factory.code})


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def manager():
    return Browser(make.user("manager", country="KH", name="Sok Manager"))


@pytest.fixture
def office():
    make.country("KH")
    return Browser(make.user("global"))


@pytest.fixture
def mill():
    return make.factory(
        "KH-00017", name="Lotus Fictional Mill", address="12 Street 271, Phnom Penh", match_name="lotus fictional mill",
        match_address="12 street 271 phnom penh",
    )  # fmt: skip


def found_in_the_list(browser: Browser, text: str) -> list[str]:
    response = browser.client.get(reverse("factory_table:list"), {"q": text, "state": "all"})
    return [factory.code for factory in response.context["factories"]]


def kinds() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


# --- the way of a factory ---------------------------------------------------------------------------------------------


def test_a_factory_from_its_registration_to_its_successor(manager):
    add = reverse("factories:add")
    manager.fill(
        add, name="Lotus Garment", address="12 Street 271, Phnom Penh", workers="900", women_workers="700"
    )
    factory = Factory.objects.get()
    assert (factory.code, factory.country_id, factory.workers) == ("KH-00001", "KH", 900)

    manager.fill(page(factory, "correct"), name="Lotus Garments Ltd.", products="Shirts")
    manager.fill(page(factory, "rename"), name="Orchid Apparel", from_on=YESTERDAY, reason="New owner.")
    manager.fill(
        page(factory, "move"), address="7 National Road 4, Kandal", from_on=TODAY, reason="New hall."
    )
    for former in ("Lotus Garments", "Street 271"):
        assert found_in_the_list(manager, former) == ["KH-00001"]

    manager.fill(page(factory, "head-count"), counted_on="2017-01-05", workers="500", women_workers="")
    factory.refresh_from_db()
    assert (factory.workers, factory.women_workers) == (900, 700)

    manager.fill(page(factory, "close"), closed_on=TODAY, reason="Bankrupt.")
    manager.fill(page(factory, "reopen"), reason="Bought out of bankruptcy.")
    manager.fill(add, name="Jasmine Knitting Works", address="9 Canal Road, Takeo")
    other = Factory.objects.get(code="KH-00002")
    manager.fill(
        page(factory, "successor"), successor="kh-00002", from_on=TODAY, reason="Took over all lines."
    )

    factory.refresh_from_db()
    assert (factory.is_closed, factory.closed_on, factory.successor) == (True, TODAY, other)
    assert "KH-00001" in manager.read(registry(other))
    assert "KH-00002" in manager.read(reverse("factory", kwargs={"code": "KH-00001"}))
    history = manager.read(registry(factory))
    for words in ("New owner.", "Bankrupt.", "Bought out of bankruptcy.", "Took over all lines.", "Sok Manager",
                  "products: – → Shirts", "name: Lotus Garment → Lotus Garments Ltd."):  # fmt: skip
        assert words in history


def test_the_public_is_led_from_a_closed_factory_to_its_successor(manager, mill):
    other = make.factory("KH-00018")
    manager.fill(page(mill, "successor"), successor=other.code, from_on=TODAY, reason="Sold.")

    response = Client().get(reverse("factory", kwargs={"code": mill.code}))

    assert response.headers["Location"] == reverse("factory", kwargs={"code": other.code})


def test_an_old_code_leads_on_and_finds_the_factory_everywhere(manager, mill):
    manager.fill(page(mill, "identifier"), scheme="programme", value="bw-771", from_on="2016-01-01")

    for client in (manager.client, Client()):
        response = client.get(reverse("factory", kwargs={"code": "BW-771"}))
        assert response.headers["Location"] == reverse("factory", kwargs={"code": mill.code})
    assert found_in_the_list(manager, "BW-771") == [mill.code]
    assert manager.client.get("/api/v1/factories/BW-771/").json()["code"] == mill.code
    assert [row["code"] for row in manager.client.get("/api/v1/factories/?q=bw-771").json()["results"]] == [
        mill.code
    ]
    assert Client().get(reverse("factory", kwargs={"code": "BW-772"})).status_code == HTTPStatus.NOT_FOUND


def test_an_earlier_code_is_one_factory_s(manager, mill):
    other = make.factory("KH-00018")

    answer = manager.fill(
        page(mill, "identifier"),
        scheme="programme",
        value=other.code,
        from_on="2016-01-01",
        expect=HTTPStatus.CONFLICT,
    )

    assert "is the code of KH-00018" in answer.content.decode()


# --- adding -----------------------------------------------------------------------------------------------------------


def test_one_that_looks_registered_is_asked_about_and_nothing_typed_is_lost(manager, mill):
    add = reverse("factories:add")
    typed = {
        "name": "Lotus Fictional Mill Ltd",
        "address": "12 Street 271, Phnom Penh City",
        "products": "Shirts",
    }

    answer = manager.fill(add, **typed, expect=HTTPStatus.UNPROCESSABLE_ENTITY)
    text = answer.content.decode()

    assert mill.code in text
    assert "It looks like a registered factory" in text
    kept = Fields(text).values
    assert {key: kept[key] for key in typed} == typed
    manager.send(add, kept | {"another": "on"})
    assert Factory.objects.count() == 2
    assert Event.objects.get(kind="factory.registered").data == {"unlike": mill.code}


def test_the_warning_comes_while_one_types_and_only_for_one_s_own_countries(manager, mill):
    make.factory("VN-00001", country="VN", name="Lotus Fictional Mill", match_name="lotus fictional mill")
    address = reverse("factories:looks_like")

    seen = manager.client.get(address, {"country": "KH", "name": "LOTUS FICTIONAL MILL"}).content.decode()
    abroad = manager.client.get(address, {"country": "VN", "name": "Lotus Fictional Mill"}).content.decode()

    assert mill.code in seen
    assert "VN-00001" not in abroad


def test_the_button_pressed_twice_registers_once(manager):
    add = reverse("factories:add")
    fields = manager.open(add) | {"name": "Lotus Garment", "address": "12 Street 271, Phnom Penh"}

    first, second = manager.send(add, fields), manager.send(add, fields)

    assert first.headers["Location"] == second.headers["Location"]
    assert Factory.objects.count() == 1
    assert kinds() == ["factory.registered"]


def test_faults_stand_beside_their_fields(manager):
    answer = manager.fill(
        reverse("factories:add"), name="...", address="x", os_id="KH123", workers="5", women_workers="6",
        expect=HTTPStatus.UNPROCESSABLE_ENTITY,
    )  # fmt: skip

    assert set(answer.context["form"].errors) == {"name", "os_id"}
    answer = manager.fill(reverse("factories:add"), name="Lotus", address="1 Long Street, Phnom Penh", workers="5",
                          women_workers="6", expect=HTTPStatus.CONFLICT)  # fmt: skip
    assert set(answer.context["form"].errors) == {"women_workers"}
    assert not Factory.objects.exists()


def test_on_an_empty_installation_each_page_says_what_to_do():
    browser = Browser(make.user("global"))

    assert "No country yet" in browser.read(reverse("factories:add"))
    assert "No brand yet" in browser.read(reverse("factories:brands"))
    assert "No group yet" in browser.read(reverse("factories:groups"))
    mill = make.factory()
    assert "Add the manufacturer first" in browser.read(page(mill, "group"))


def test_a_factory_of_the_wrong_country_gets_the_right_code_while_it_has_no_evidence(office):
    make.country("VN")
    office.fill(
        reverse("factories:add"), country="KH", name="Saigon Stitching", address="5 Le Loi, Ho Chi Minh City"
    )
    mill = Factory.objects.get()

    office.fill(page(mill, "country"), country="VN", reason="Typed the wrong one.")
    twice = page(mill, "country")
    mill.refresh_from_db()

    assert (mill.code, mill.country_id) == ("VN-00001", "VN")
    assert office.client.get("/factories/KH-00001/registry/").headers["Location"] == registry(mill)
    office.fill(twice, country="VN", reason="Again.")
    assert kinds() == ["factory.registered", "factory.country_corrected"]
    office.fill(reverse("factories:add"), country="KH", name="Other Works", address="5 Riverside, Phnom Penh")
    assert Factory.objects.latest("pk").code == "KH-00002"  # a code once given is never given again


def test_where_evidence_exists_the_country_stays(office):
    make.country("VN")
    mill = make.factory("KH-00017")
    make.visit(mill)

    answer = office.fill(page(mill, "country"), country="VN", reason="Wrong.", expect=HTTPStatus.CONFLICT)

    assert "add the factory anew" in answer.content.decode()


# --- two at once ------------------------------------------------------------------------------------------------------


def test_of_two_editors_the_later_learns_what_changed_and_loses_nothing(manager, mill):
    other = Browser(make.user("global"))
    address = page(mill, "rename")
    early, late = manager.open(address), other.open(address)
    manager.send(address, early | {"name": "Orchid Apparel", "reason": "Bought by Orchid."})

    answer = other.send(
        address, late | {"name": "Lily Apparel", "reason": "Bought by Lily."}, expect=HTTPStatus.CONFLICT
    )
    text = answer.content.decode()

    assert "Bought by Orchid." in text
    assert "Sok Manager" in text
    kept = Fields(text).values
    assert (kept["name"], kept["reason"]) == ("Lily Apparel", "Bought by Lily.")
    mill.refresh_from_db()
    assert mill.name == "Orchid Apparel"
    other.send(address, kept)
    mill.refresh_from_db()
    assert mill.name == "Lily Apparel"


def test_what_changed_elsewhere_in_the_entry_stops_nobody(manager, mill):
    address = page(mill, "rename")
    fields = manager.open(address)
    manager.fill(page(mill, "head-count"), counted_on=TODAY, workers="700")

    manager.send(address, fields | {"name": "Orchid Apparel", "reason": "New owner."})

    assert Factory.objects.get().name == "Orchid Apparel"


TWICE = {
    "correct": {"products": "Trousers"},
    "rename": {"name": "Orchid Apparel", "reason": "Sold."},
    "move": {"address": "1 Road, Kandal", "reason": "Moved."},
    "close": {"reason": "Shut."},
    "identifier": {"scheme": "gln", "value": "9506000134352"},
    "head-count": {"workers": "701"},
    "brand": {"brand": "Northlight"},
}


@pytest.mark.parametrize("act", TWICE)
def test_a_form_sent_twice_changes_once(manager, mill, act):
    fields = manager.open(page(mill, act)) | TWICE[act]

    manager.send(page(mill, act), fields)
    before = kinds()
    manager.send(page(mill, act), fields)

    assert kinds() == before


# --- names and places -------------------------------------------------------------------------------------------------


def test_a_rename_has_a_day_that_has_come_and_a_reason(manager, mill):
    address = page(mill, "rename")
    late = manager.fill(
        address, name="Orchid", from_on=TODAY + timedelta(days=1), reason="Sold.", expect=HTTPStatus.CONFLICT
    )
    silent = manager.fill(address, name="Orchid", reason="", expect=HTTPStatus.UNPROCESSABLE_ENTITY)

    assert "from_on" in late.context["form"].errors
    assert "reason" in silent.context["form"].errors
    assert not FormerName.objects.exists()


def test_names_follow_each_other_in_time(manager, mill):
    manager.fill(page(mill, "rename"), name="Orchid Apparel", from_on=YESTERDAY, reason="Sold.")

    answer = manager.fill(
        page(mill, "rename"), name="Lily", from_on="2018-01-01", reason="Sold.", expect=HTTPStatus.CONFLICT
    )

    assert "choose a later day" in answer.content.decode()


def test_a_factory_that_takes_its_old_name_again_has_each_former_name_once(manager, mill):
    for name in ("Orchid Apparel", "Lotus Fictional Mill", "Orchid Apparel"):
        manager.fill(page(mill, "rename"), name=name, from_on=TODAY, reason="Sold.")

    assert sorted(FormerName.objects.values_list("name", flat=True)) == [
        "Lotus Fictional Mill",
        "Orchid Apparel",
    ]


def test_a_factory_is_not_its_own_successor_whichever_way_round(manager, mill):
    other = make.factory("KH-00018")
    manager.fill(page(mill, "successor"), successor=other.code, from_on=TODAY, reason="Sold.")

    back = manager.fill(
        page(other, "successor"),
        successor=mill.code,
        from_on=TODAY,
        reason="Sold.",
        expect=HTTPStatus.CONFLICT,
    )
    unknown = manager.fill(
        page(other, "successor"),
        successor="KH-99999",
        from_on=TODAY,
        reason="Sold.",
        expect=HTTPStatus.CONFLICT,
    )

    assert "successor" in back.context["form"].errors
    assert "add the factory first" in unknown.content.decode()


# --- counts, groups, identifiers --------------------------------------------------------------------------------------


def test_a_corrected_count_is_kept_beside_the_new_one_and_says_why(manager, mill):
    address = page(mill, "head-count")
    manager.fill(address, counted_on=YESTERDAY, workers="700", women_workers="600")

    silent = manager.fill(address, counted_on=YESTERDAY, workers="710", expect=HTTPStatus.CONFLICT)
    manager.fill(address, counted_on=YESTERDAY, workers="710", reason="The night shift was left out.")

    assert "reason" in silent.context["form"].errors
    rows = [(row.workers, row.women_workers, row.superseded_at) for row in Workforce.objects.order_by("id")]
    assert rows == [(700, 600, make.NOW), (710, None, None)]
    mill.refresh_from_db()
    assert (mill.workers, mill.women_workers) == (710, None)
    assert "The night shift was left out." in manager.read(registry(mill))


def test_a_factory_joins_and_leaves_groups_with_days(manager, mill):
    manager.fill(reverse("factories:add_group"), name="Fictional Holding")
    manager.fill(reverse("factories:add_group"), name="Other Holding")
    first, second = Group.objects.order_by("pk")

    manager.fill(page(mill, "group"), group=first.pk, from_on="2017-01-01", reason="Bought.")
    manager.fill(page(mill, "group"), group=second.pk, from_on="2018-01-01", reason="Sold on.")
    manager.fill(page(mill, "leave-group"), until_on=YESTERDAY, reason="Independent.")

    mill.refresh_from_db()
    assert mill.group is None
    assert list(GroupPeriod.objects.order_by("pk").values_list("group", "from_on", "until_on")) == [
        (first.pk, date(2017, 1, 1), date(2017, 12, 31)),
        (second.pk, date(2018, 1, 1), YESTERDAY),
    ]


def test_an_identifier_is_given_replaced_and_retired(manager, mill):
    manager.fill(page(mill, "identifier"), scheme="gln", value="9506000134352", from_on="2017-01-01")
    held = Identifier.objects.get()
    manager.fill(page(mill, "retire-identifier", held.pk), until_on=YESTERDAY)

    held.refresh_from_db()
    assert held.until_on == YESTERDAY
    assert found_in_the_list(manager, "9506000134352") == [mill.code]
    bad = manager.fill(page(mill, "identifier"), scheme="gln", value="1", expect=HTTPStatus.CONFLICT)
    assert "value" in bad.context["form"].errors


# --- brands -----------------------------------------------------------------------------------------------------------


def test_a_link_begins_is_corrected_and_ends(manager, mill):
    manager.fill(page(mill, "brand"), brand="Northlight", from_on="2017-01-01")
    link = Sourcing.objects.get()
    manager.fill(
        page(mill, "correct-brand", link.pk), from_on="2016-06-01", until_on="", reason="Contract found."
    )
    manager.fill(page(mill, "end-brand", link.pk), until_on="2018-01-31")

    link.refresh_from_db()
    assert (link.from_on, link.until_on) == (date(2016, 6, 1), date(2018, 1, 31))
    assert kinds() == ["sourcing.started", "sourcing.corrected", "sourcing.ended"]


def test_two_links_of_a_brand_never_overlap(manager, mill):
    manager.fill(page(mill, "brand"), brand="Northlight", from_on="2017-01-01")
    earlier = manager.fill(
        page(mill, "brand"), brand="NORTHLIGHT", from_on="2016-01-01", expect=HTTPStatus.CONFLICT
    )
    assert "correct the first day of that link" in earlier.content.decode()
    link = Sourcing.objects.get()
    manager.fill(page(mill, "end-brand", link.pk), until_on="2017-06-30")
    manager.fill(page(mill, "brand"), brand="Northlight", from_on="2018-01-01")

    answer = manager.fill(
        page(mill, "correct-brand", link.pk),
        until_on="2018-02-01",
        reason="Longer.",
        expect=HTTPStatus.CONFLICT,
    )

    assert "the two may not overlap" in answer.content.decode()


def test_a_renamed_brand_is_found_by_its_former_name(office, mill):
    office.fill(reverse("factories:add_brand"), name="Northlight")
    brand = Brand.objects.get()
    office.fill(
        reverse("factories:rename_brand", kwargs={"slug": brand.slug}), name="Aurora", reason="New name."
    )
    office.fill(page(mill, "brand"), brand="Northlight", from_on=TODAY)

    assert Brand.objects.get().name == "Aurora"
    assert Sourcing.objects.get().brand == brand
    assert "Northlight" in office.read(reverse("factories:brands"))


def test_two_entries_of_one_brand_become_one_with_their_links_and_people(office, mill):
    north, light = make.brand("Northlight"), make.brand("North Light")
    make.sourcing(north, mill, from_on=date(2016, 1, 1), until_on=date(2017, 6, 30))
    make.sourcing(light, mill, from_on=date(2017, 1, 1))
    make.consent(north, mill, from_on=date(2016, 2, 1))
    make.consent(light, mill, from_on=date(2017, 2, 1))
    buyer = Browser(make.user("brand", brand=north))

    address = reverse("factories:merge_brand", kwargs={"slug": north.slug})
    fields = office.open(address) | {"into": str(light.pk), "reason": "Typed in two ways."}
    office.send(address, fields)
    before = kinds()
    office.send(address, fields)

    assert list(Sourcing.objects.values_list("brand", "from_on", "until_on")) == [
        (light.pk, date(2016, 1, 1), None)
    ]
    assert kinds() == before
    assert mill.name in buyer.read(reverse("suppliers"))
    office.fill(page(mill, "end-brand", Sourcing.objects.get().pk), until_on=YESTERDAY)
    assert not Sourcing.objects.filter(until_on__isnull=True).exists()


# --- who may ----------------------------------------------------------------------------------------------------------


def test_an_adviser_records_what_can_be_seen_and_nothing_else(mill):
    adviser = Browser(make.user("adviser"))
    adviser.fill(page(mill, "head-count"), workers="812")
    adviser.fill(page(mill, "correct"), address="12 Street 271, Phnom Penh 12000")

    forbidden = [act for act in CHANGES if act not in {"head-count", "correct"}]
    answers = {
        adviser.client.get(page(mill, act, 1 if CHANGES[act].row else None)).status_code for act in forbidden
    }
    assert answers == {HTTPStatus.NOT_FOUND}
    adviser.send(page(mill, "correct"), adviser.open(page(mill, "correct")) | {"name": "Mine"})
    mill.refresh_from_db()
    assert (mill.name, mill.workers) == ("Lotus Fictional Mill", 812)


@pytest.mark.parametrize("role", ["reviewer", "admin", "brand", "factory", "inspector"])
def test_nobody_else_changes_the_registry(mill, role):
    belongs = {"brand": {"brand": make.brand()}, "factory": {"factory": mill}}.get(role, {})
    browser = Browser(make.user(role, **belongs))

    for act, change in CHANGES.items():
        assert (
            browser.client.get(page(mill, act, 1 if change.row else None)).status_code == HTTPStatus.NOT_FOUND
        )
    assert browser.client.get(reverse("factories:add")).status_code == HTTPStatus.NOT_FOUND


def test_a_manager_of_another_country_finds_nothing(mill):
    abroad = Browser(make.user("manager", country="VN"))

    assert abroad.client.get(registry(mill)).status_code == HTTPStatus.NOT_FOUND
    assert abroad.client.get(page(mill, "close")).status_code == HTTPStatus.NOT_FOUND


def test_nothing_is_added_in_a_country_that_is_not_one_s_own(mill):
    abroad = Browser(make.user("manager", country="VN"))

    answer = abroad.fill(
        reverse("factories:add"),
        country="KH",
        name=mill.name,
        address=mill.address,
        expect=HTTPStatus.CONFLICT,
    )

    assert "choose one of yours" in answer.content.decode()
    assert mill.code not in answer.content.decode()
    assert Factory.objects.count() == 1


def test_a_row_of_another_factory_is_not_this_one_s(manager, mill):
    other = make.factory("KH-00018")
    link = make.sourcing(make.brand(), other)

    assert manager.client.get(page(mill, "end-brand", link.pk)).status_code == HTTPStatus.NOT_FOUND
