"""Pages of the judgement: their reader sees them, a stranger does not; a list costs a constant number of queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from criteria.commands.criteria import draft_criteria
from criteria.models import Evaluation
from criteria.projections import SHIPPED
from journal.jobs import run as run_job
from journal.models import Job
from recognition.commands import lifecycle
from recognition.models import Recognition
from recognition.views.verdict_lines import forget_lines
from tests import make
from tests.recognition.make import LATEST, NOW, PREVIOUS, TODAY, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db
WHY = "Everything was read twice."
TEXT = (SHIPPED / "high-performance" / "1.0.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _june_2018(monkeypatch):
    """The evidence of the cast is of 2018: the day the pages read from the clock is too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def factory():
    made = eligible_factory("KH-00042")
    judged(made)
    return made


def browser(role=Role.GLOBAL, **of):
    client = Client()
    client.force_login(make.user(role, **of))
    return client


def words(response):
    return " ".join(response.content.decode().split())


# --- the worklist ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.MANAGER, Role.GLOBAL])
def test_those_who_decide_see_who_can_be_proposed(role, factory):
    page = browser(role).get("/recognition/")

    assert page.status_code == 200
    assert factory.name in words(page)


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}))
def test_for_everybody_else_the_worklist_does_not_exist(role, factory):
    client = browser(role, factory=factory if role == Role.FACTORY else None)

    for address in ("/recognition/", "/recognition/export/"):
        assert client.get(address).status_code == 404
    assert client.post("/recognition/judge/").status_code == 404
    assert not Job.objects.exists()


def test_nobody_sees_factories_of_another_country_nor_counts_them(factory):
    page = browser(Role.MANAGER, country="VN").get("/recognition/?list=all")

    assert factory.name not in words(page)
    assert "<strong>0</strong> factories" in words(page)


def test_each_list_holds_what_it_says():
    candidate = eligible_factory()
    waiting = recognition(eligible_factory()).factory
    public = recognition(eligible_factory(), "published").factory
    close = eligible_factory()
    make.systems(close, "osh", score=3, reviewed_on=TODAY)
    far = make.factory()
    judged()
    client = browser()

    def listed(name):
        page = client.get(f"/recognition/?list={name}")
        every = {"candidate": candidate, "waiting": waiting, "public": public, "close": close, "far": far}
        return {word for word, one in every.items() if f"/factories/{one.code}/verdict/" in words(page)}

    assert listed("candidates") == {"candidate"}
    assert listed("decisions") == {"waiting"}
    assert listed("public") == {"public"}
    assert listed("close") == {"close"}
    assert listed("all") == {"candidate", "waiting", "public", "close", "far"}


def test_only_near_misses_are_narrowed_by_rules(factory):
    client = browser()

    assert "short" in client.get("/recognition/?list=close").context["form"].fields
    assert "short" not in client.get("/recognition/?list=all").context["form"].fields
    assert "<strong>1</strong> factory" in words(client.get("/recognition/?list=all"))


def test_near_misses_come_the_nearest_first_and_can_be_narrowed():
    near, farther = eligible_factory(), eligible_factory()
    make.systems(near, "osh", score=3, reviewed_on=TODAY)
    make.systems(farther, "osh", score=1, reviewed_on=TODAY)
    make.committee(farther, reviewed_on=TODAY, minutes_12m=3)
    judged()
    client = browser()

    both = words(client.get("/recognition/?list=close"))
    two = words(client.get("/recognition/?list=close&short=2"))

    assert both.index(near.code) < both.index(farther.code)
    assert near.code not in two
    assert farther.code in two


def test_the_lists_are_narrowed_to_the_factories_that_an_adviser_assessed_last():
    earlier, latest = make.user(Role.ADVISER, country="KH"), make.user(Role.ADVISER, country="KH")
    make.user(Role.ADVISER, country="VN", name="Somebody Abroad")
    handed_over, kept = eligible_factory(team=[latest]), eligible_factory(team=[earlier])
    make.assessment(handed_over, assessed_on=PREVIOUS - timedelta(days=300), cycle=0, team=[earlier])
    judged()
    client = browser(Role.MANAGER, country="KH")

    def codes(adviser):
        address = f"?list=all&adviser={adviser}"
        page = client.get(f"/recognition/{address}")
        file = client.get(f"/recognition/export/{address}").getvalue().decode("utf-8-sig").splitlines()
        assert [line.split(",")[0] for line in file[1:]] == [
            row["factory"].code for row in page.context["rows"]
        ]
        return [row["factory"].code for row in page.context["rows"]]

    assert codes(latest.pk) == [handed_over.code]
    assert codes(earlier.pk) == [kept.code]
    assert "Somebody Abroad" not in words(client.get("/recognition/?list=all"))


def test_who_decides_abroad_narrows_by_nobody_from_here():
    adviser = make.user(Role.ADVISER, country="KH")
    eligible_factory(team=[adviser])
    here = make.factory("VN-00001", country="VN")
    judged()

    page = browser(Role.MANAGER, country="VN").get(f"/recognition/?list=all&adviser={adviser.pk}")

    assert [row["factory"].code for row in page.context["rows"]] == [here.code]
    assert adviser.name not in words(page)


def test_the_search_finds_by_name_and_by_code(factory):
    other = eligible_factory()
    judged()
    client = browser()

    by_code = words(client.get("/recognition/?list=all&q=KH-00042"))
    by_name = words(client.get(f"/recognition/?list=all&q={other.name.upper()}"))

    assert (factory.code in by_code, other.code in by_code) == (True, False)
    assert (factory.code in by_name, other.code in by_name) == (False, True)


def test_the_export_is_exactly_what_is_listed(factory):
    make.factory("KH-00099")
    judged()

    lines = browser().get("/recognition/export/?list=candidates").getvalue().decode("utf-8-sig").splitlines()

    assert lines[0].split(",")[:3] == ["factory", "name", "country"]
    assert [line.split(",")[0] for line in lines[1:]] == ["KH-00042"]


def test_the_worklist_costs_the_same_for_one_factory_and_for_many(factory):
    client = browser()
    adviser = make.user(Role.ADVISER, country="KH")
    client.get("/recognition/?list=all")
    forget_lines()
    with CaptureQueriesContext(connection) as one:
        client.get("/recognition/?list=all")
    with CaptureQueriesContext(connection) as narrowed:
        client.get(f"/recognition/?list=all&adviser={adviser.pk}")
    for number in range(60):
        make.factory(code=f"KH-9{number:04}")
    judged()
    forget_lines()
    with CaptureQueriesContext(connection) as many:
        page = client.get("/recognition/?list=all")
    with CaptureQueriesContext(connection) as again:
        client.get("/recognition/?list=all")

    assert len(narrowed) <= len(many) == len(one) <= 14
    assert len(again) == len(many) - 2  # what was worked out of a verdict is kept
    following = page.context["next_url"]
    assert len(page.context["rows"]) == 50
    assert len(client.get(f"/recognition/{following}").context["rows"]) == 11


def test_judging_everybody_again_starts_a_job_that_its_asker_watches(factory):
    client = browser(Role.MANAGER)

    answer = client.post("/recognition/judge/")

    job = Job.objects.get()
    assert (job.kind, answer.url) == ("evaluate-programme", f"/jobs/{job.pk}/")


def test_a_job_that_is_done_leads_to_what_it_made_and_one_that_waits_does_not(factory):
    client = browser(Role.MANAGER)
    address = client.post("/recognition/judge/").url
    asked = {"HX-Request": "true"}  # the bar, which asks again by itself
    waiting = [client.get(address), client.get(address, headers=asked)]

    run_job(Job.objects.get().pk, clock=lambda: NOW)

    done = [client.get(address), client.get(address, headers=asked)]
    lead = [
        '<a class="button button-second" href="/recognition/"' in words(answer)
        for answer in (*waiting, *done)
    ]
    assert lead == [False, False, True, True]


# --- the verdict ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.ADVISER, Role.REVIEWER, Role.MANAGER, Role.GLOBAL])
def test_staff_read_a_verdict_criterion_by_criterion(role, factory):
    page = words(browser(role).get("/factories/KH-00042/verdict/"))

    assert "C2-LATEST" in page
    assert "At least 2 full unannounced assessments." in page
    assert "High performance 1.0" in page
    assert reverse("assessments:detail", args=[first_assessment(factory)]) in page


def first_assessment(factory):
    row = Evaluation.objects.get(factory=factory)
    return next(key for kind, key, *_ in row.evidence if kind == "sheet")


@pytest.mark.parametrize(
    "role", [Role.BRAND, Role.FACTORY, Role.WORKER, Role.GROUP, Role.INSPECTOR, Role.ADMIN]
)
def test_for_outsiders_the_verdict_page_does_not_exist(role, factory):
    client = browser(role, factory=factory if role in {Role.FACTORY, Role.WORKER} else None)

    assert client.get("/factories/KH-00042/verdict/").status_code == 404
    assert client.post("/factories/KH-00042/verdict/judge/").status_code == 404


def test_staff_of_another_country_do_not_see_it(factory):
    assert browser(Role.ADVISER, country="VN").get("/factories/KH-00042/verdict/").status_code == 404


def test_what_is_missing_stands_in_words(factory):
    make.systems(factory, "osh", score=2, reviewed_on=TODAY)
    judged(factory)

    page = words(browser().get("/factories/KH-00042/verdict/"))

    assert "Close: 1 criterion is not met" in page
    assert "Two levels higher" in page
    assert "21 of 22 criteria are met." in page


def test_an_adviser_is_not_told_of_a_case_by_a_verdict(factory):
    make.case(factory)
    judged(factory)
    adviser, manager = browser(Role.ADVISER), browser(Role.MANAGER)

    told = words(adviser.get("/factories/KH-00042/verdict/"))

    assert "C5-OPEN" not in told
    assert "Meets every criterion" in told
    assert "C5-OPEN" in words(manager.get("/factories/KH-00042/verdict/"))
    as_json = adviser.get("/factories/KH-00042/verdict/", headers={"Accept": "application/json"}).json()
    assert (as_json["outcome"], as_json["failed"]) == ("eligible", [])


def test_from_a_criterion_one_click_leads_to_each_finding_item_and_case_behind_it():
    factory = eligible_factory("KH-00043", latest=["DI-2-01", "OS-8-06"], previous=["OS-8-06", "OS-8-07"])
    make.visit(factory)
    make.visit_finding(factory, "OS-8-05")
    make.plan_item(factory, "2", due_on=date(2018, 5, 1), status="not_started")
    make.case(factory)
    judged()
    client = browser(Role.MANAGER)

    def links(client):
        page = client.get("/factories/KH-00043/verdict/")
        criteria = [one for pillar in page.context["pillars"] for one in pillar["criteria"]]
        return {one["code"]: one["links"] for one in criteria}

    shown = links(client)
    names = {code: [link.words.split(",")[0] for link in found] for code, found in shown.items() if found}
    assert names["C2-LATEST"] == ["DI-2-01", "OS-8-06"]
    assert names["C2-PREVIOUS"] == ["OS-8-06", "OS-8-07"]
    assert names["C3-PUBLIC"] == ["OS-8-06"]
    assert sorted(names["C3-EARLIER"]) == ["OS-8-05", "OS-8-06", "OS-8-07"]
    assert names["C4-CORE"] == ["DI-2-01"]
    assert names["S2-REPEAT"] == ["OS-8-06"]
    assert names["D2-DONE"] == ["Item due 1 May 2018"]
    assert names["C5-OPEN"] == names["C5-RECENT"]
    for url in {link.url for found in shown.values() for link in found}:
        address, _, anchor = url.partition("#")
        answer = client.get(address)
        assert answer.status_code == 200
        assert not anchor or f'id="{anchor}"' in words(answer)
    assert not any("/cases/" in link.url for found in links(browser(Role.ADVISER)).values() for link in found)


def test_of_many_findings_the_first_are_linked_and_the_others_follow_on_their_page():
    factory = make.factory("KH-00044")
    make.assessment(
        factory, assessed_on=LATEST, findings=[c for c in make.layout("KH").codes if c[:2] == "OS"][:15]
    )
    judged(factory)

    page = browser().get("/factories/KH-00044/verdict/")

    criteria = [one for pillar in page.context["pillars"] for one in pillar["criteria"]]
    links = next(one["links"] for one in criteria if one["code"] == "C2-LATEST")
    assert (len(links), links[-1].words) == (13, "3 more")
    assert links[-1].url.endswith("#findings")


def test_a_machine_is_told_the_verdict_as_json(factory):
    told = browser().get("/factories/KH-00042/verdict/", headers={"Accept": "application/json"}).json()

    assert (told["factory"], told["outcome"], told["as_of"]) == ("KH-00042", "eligible", "2018-06-01")
    assert len(told["criteria_rows"]) == 22


def test_judging_one_factory_again_says_whether_anything_changed(factory):
    client = browser(Role.ADVISER)
    make.systems(factory, "osh", score=2, reviewed_on=TODAY)

    first = words(client.post("/factories/KH-00042/verdict/judge/", follow=True))
    second = words(client.post("/factories/KH-00042/verdict/judge/", follow=True))

    assert "the verdict changed" in first
    assert "nothing has changed" in second


def test_a_factory_without_a_verdict_says_so(factory):
    make.factory("KH-00043")

    assert "No verdict yet" in words(browser().get("/factories/KH-00043/verdict/"))


# --- deciding -------------------------------------------------------------------------------------------------------


def test_from_proposal_to_publication_in_pages_without_a_script(factory):
    reviewer, decider = browser(Role.REVIEWER), browser(Role.GLOBAL)

    assert "Propose for recognition" in words(reviewer.get("/factories/KH-00042/verdict/"))
    proposed = reviewer.post("/factories/KH-00042/propose/", {"reason": WHY}, follow=True)
    found = Recognition.objects.get()
    assert f"/recognition/{found.pk}/confirm/" not in words(proposed)
    page = decider.get(f"/recognition/{found.pk}/")
    assert f"/recognition/{found.pk}/confirm/" in words(page)
    form = decider.get(f"/recognition/{found.pk}/confirm/").context["form"]
    decider.post(
        f"/recognition/{found.pk}/confirm/",
        {"reason": WHY, "publish_on": form["publish_on"].value().isoformat(), "seen": form["seen"].value()},
    )
    decider.post(f"/recognition/{found.pk}/publish/", {"seen": "confirmed"})

    found.refresh_from_db()
    assert (found.state, found.published_by) == ("published", found.confirmed_by)
    assert WHY in words(decider.get(f"/recognition/{found.pk}/"))


def test_a_decision_without_a_reason_stands_on_the_form_and_changes_nothing(factory):
    found = recognition(factory)

    answer = browser().post(f"/recognition/{found.pk}/decline/", {"reason": "  ", "seen": "proposed"})

    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    found.refresh_from_db()
    assert found.state == "proposed"


def test_the_second_decider_is_told_and_keeps_what_was_typed(factory):
    found = recognition(factory)
    lifecycle.decline_recognition(found.pk, reason=WHY, actor=make.user(Role.GLOBAL), now=NOW)

    answer = browser().post(
        f"/recognition/{found.pk}/confirm/",
        {"reason": "My long thoughts.", "publish_on": "2018-06-01", "seen": "proposed"},
    )

    assert answer.status_code == 409
    assert "Meanwhile this recognition is declined" in words(answer)
    assert "My long thoughts." in words(answer)


def test_a_confirmation_judges_first(factory):
    found = recognition(factory)
    make.systems(factory, "osh", score=2, reviewed_on=TODAY)  # nobody has judged since

    answer = browser().post(
        f"/recognition/{found.pk}/confirm/", {"reason": WHY, "publish_on": "2018-06-01", "seen": "proposed"}
    )

    assert answer.status_code == 409
    assert "not eligible today" in words(answer)


def test_who_assessed_is_told_instead_of_offered_the_decision():
    assessor = make.user(Role.ADVISER)
    found = recognition(eligible_factory(team=[assessor]))
    assessor.role = Role.GLOBAL
    assessor.save(update_fields=["role"])
    client = Client()
    client.force_login(assessor)

    dossier = client.get(f"/recognition/{found.pk}/")
    told = client.get(f"/recognition/{found.pk}/confirm/", follow=True)

    assert f"/recognition/{found.pk}/confirm/" not in words(dossier)
    assert assessor.name in words(dossier)
    assert "You assessed this factory" in words(told)


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}))
def test_for_everybody_else_a_dossier_does_not_exist(role, factory):
    found = recognition(factory, "published")
    client = browser(role, factory=factory if role == Role.FACTORY else None)

    for address in ("", "suspend/"):
        assert client.get(f"/recognition/{found.pk}/{address}").status_code == 404
    assert client.post(f"/recognition/{found.pk}/suspend/", {"reason": WHY}).status_code == 404
    assert client.get("/factories/KH-00042/propose/").status_code == 404
    found.refresh_from_db()
    assert found.state == "published"


def test_a_reviewer_reads_a_dossier_and_is_offered_no_decision(factory):
    found = recognition(factory, "published")
    client = browser(Role.REVIEWER)

    assert client.get(f"/recognition/{found.pk}/").status_code == 200
    assert client.post(f"/recognition/{found.pk}/suspend/", {"reason": WHY}).status_code == 404


def test_a_dossier_of_another_country_does_not_exist_even_when_public(factory):
    found = recognition(factory, "published")

    assert browser(Role.MANAGER, country="VN").get(f"/recognition/{found.pk}/").status_code == 404


def test_no_act_that_is_none(factory):
    found = recognition(factory)

    assert browser().post(f"/recognition/{found.pk}/lapse/", {"reason": WHY}).status_code == 404
    assert browser().get(f"/recognition/{found.pk}/nonsense/").status_code == 404


@pytest.mark.parametrize("state", ["proposed", "deferred", "confirmed", "published", "suspended", "lapsed"])
def test_every_state_has_a_dossier(state, factory):
    found = recognition(factory, state)

    page = browser().get(f"/recognition/{found.pk}/")

    assert page.status_code == 200
    assert page.context["steps"][0]["label"] == "Proposed"


# --- criteria in public ---------------------------------------------------------------------------------------------


def test_everybody_reads_the_criteria_and_each_criterion(factory):
    somebody = Client()

    assert "No more than 10 per cent" in words(somebody.get("/criteria/high-performance/1.0/"))
    assert "18 of 180" in words(somebody.get("/criteria/high-performance/1.0/C2-LATEST/"))
    for nothing in ("high-performance/9.9/", "nonsense/1.0/", "high-performance/1.0/C9-NONE/"):
        assert somebody.get(f"/criteria/{nothing}").status_code == 404


def test_a_machine_reads_the_criteria_as_json(factory):
    told = Client().get("/criteria/high-performance/1.0/", headers={"Accept": "application/json"}).json()
    one = (
        Client()
        .get("/criteria/high-performance/1.0/C2-LATEST/", headers={"Accept": "application/json"})
        .json()
    )

    assert len(told["criteria"]) == 22
    assert len(told["digest"]) == 64
    assert one in told["criteria"]
    assert one["threshold"] == {"n": 10, "of": 100}


def test_a_draft_exists_for_the_global_team_only(factory):
    author = make.user(Role.GLOBAL)
    draft_criteria(TEXT.replace('version = "1.0"', 'version = "2.0"'), actor=author, now=NOW)

    assert browser(Role.GLOBAL).get("/criteria/high-performance/2.0/").status_code == 200
    assert browser(Role.MANAGER).get("/criteria/high-performance/2.0/").status_code == 404
    assert Client().get("/criteria/high-performance/2.0/").status_code == 404
