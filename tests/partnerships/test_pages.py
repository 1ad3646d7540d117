"""Pages as readers get them: found, filtered, empty with a word, and their own side first."""

import re

import pytest

from partnerships.models import Twinning
from tests.factories import (
    TwinningFactory,
)
from tests.pages import publish, text_of, url, visit, words_of

LIST = url("twinning-list")


def listed(client, where):
    """The twinnings that a list page shows."""
    return [str(twinning) for twinning, _names, _goals in client.get(where).context["rows"]]


# --- Searching and filtering --------------------------------------------------------------------

EDEGEM, HERENT = "Edegem – San Jerónimo", "Herent – Nimlaha'kok"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [EDEGEM, HERENT]),
        ("Nimlajacoc", [HERENT]),
        ("NIMLAHA’KOK", [HERENT]),
        ("nimlaha kok", [HERENT]),
        ("san jeronimo", [EDEGEM]),
        ("  San   JERÓNIMO ", [EDEGEM]),
        ("jeronimo san", [EDEGEM]),
        ("cusco", [EDEGEM]),
        ("alta verapaz", [HERENT]),
        ("Antwerpen", [EDEGEM]),
        ("%", []),
        ("_", []),
        ("Atlantis", []),
        ("' OR 1=1 --", []),
    ],
)
def test_a_twinning_is_found_by_any_spelling_of_either_side(
    words, found, client, twinning, other_twinning
):
    response = client.get(LIST, {"q": words})
    assert [str(row[0]) for row in response.context["rows"]] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=PE", [EDEGEM]),
        ("country=BE", [EDEGEM, HERENT]),
        ("country=GT&q=edegem", []),
        ("state=dormant", [HERENT]),
        ("state=active&country=PE", [EDEGEM]),
        ("goal=11", [EDEGEM]),
        ("goal=4", []),
    ],
)
def test_filters_narrow_the_list_together(query, found, client, milestone, other_twinning, editor):
    Twinning.objects.filter(pk=other_twinning.pk).update(state="dormant")
    publish(milestone.twinning, "partner", editor)
    assert listed(client, f"{LIST}?{query}") == found


@pytest.mark.parametrize(
    "query",
    [
        "page=999999",
        "page=abc",
        "page=-1",
        "page=0",
        "page=1e99",
        "page=99999999999999999999999999",
        "country=XX",
        "country=%F0%9F%98%80",
        "goal=999999999999999999999",
        "goal=abc",
        "goal=-1",
        "goal=11&goal=12",
        "state=nowhere",
        "q=" + "x" * 100_000,
        "q=" + "a+" * 5_000,
        "q=%ff%fe",
        "q=%E2%80%AEtxet",
        "nothing=known",
        "q%5B%5D=1",
    ],
)
def test_whatever_is_asked_for_the_list_answers(query, client, twinning):
    assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("name", ["twinning-list", "programme-list", "home", "goal-list"])
def test_nul_in_a_question_is_refused_politely(name, client, db):
    response = client.get(url(name) + "?q=%00&page=%00")
    assert (response.status_code, "We could not read this request" in text_of(response)) == (
        400,
        True,
    )


PAGED = [
    ("coordinator", "work", "late"),
    ("coordinator", "work", "review"),
    ("coordinator", "work", "due"),
    ("coordinator", "work", "page"),
    ("editor", "twinning-history", "page"),
    (None, "programme-list", "page"),
    (None, "programme-detail", "page"),
]


@pytest.mark.parametrize("number", ["999999", "abc", "-5", "1e9", "9" * 40])
@pytest.mark.parametrize(("role", "name", "parameter"), PAGED)
def test_a_page_number_that_is_none_shows_a_page(request, report, role, name, parameter, number):
    user = role and request.getfixturevalue(role)
    trajectory = report.milestone.trajectory
    slugs = {
        "twinning-history": [trajectory.twinning.slug],
        "programme-detail": [trajectory.programme.slug],
    }
    where = url(name, *slugs.get(name, []))
    assert visit(user).get(where, {parameter: number}).status_code == 200


def test_the_next_page_keeps_the_question(client, db):
    for _ in range(25):
        TwinningFactory(is_listed=True)
    first = text_of(client.get(LIST, {"country": "GT"}))
    following = re.search(r'href="([^"]+)" rel="next"', first).group(1)
    second = client.get(LIST + following if following.startswith("?") else following)
    assert (len(second.context["rows"]), "country=GT" in following) == (1, True)


# --- Empty states -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "name", "sentences"),
    [
        (None, "home", ["No twinning is listed yet.", "Nothing has been confirmed in public yet."]),
        (None, "twinning-list", ["Nothing answers to this search."]),
        (None, "programme-list", ["No programme is listed yet."]),
        ("nobody", "work", ["Your account is not linked to a twinning today."]),
        (
            "editor",
            "work",
            [
                "Nothing is due in the next two months.",
                "The other side waits for nothing from you.",
                "No drafts.",
                "Nothing of yours waits for somebody else.",
            ],
        ),
        (
            "coordinator",
            "work",
            [
                "No report waits for review.",
                "Every side was heard in the last 60 days.",
                "Nothing is late.",
                "Nothing more is due this month.",
                "No trajectory is running.",
                "On every goal both sides are at work.",
            ],
        ),
    ],
)
def test_where_there_is_nothing_it_says_so(request, db, role, name, sentences):
    said = words_of(visit(role and request.getfixturevalue(role)).get(url(name)))
    assert [one for one in sentences if one not in said] == []


def test_a_goal_without_work_says_so(client, db):
    assert "No twinning shows work on this goal yet." in words_of(client.get(url("goal-detail", 1)))


def test_a_programme_without_twinnings_says_so(client, programme):
    said = words_of(client.get(url("programme-detail", programme.slug)))
    assert "No twinning has set out on this programme yet." in said


def test_a_twinning_of_which_nothing_is_public_says_so(client, trajectory):
    said = words_of(client.get(url("twinning-detail", trajectory.twinning.slug)))
    sentences = [
        "Edegem has not published its page.",
        "San Jerónimo has not published its page.",
        "Nothing of this road is public yet: each side publishes its own part.",
        "Neither side has entered what it does at home yet.",
    ]
    assert [one for one in sentences if one not in said] == []


def test_a_milestone_on_which_nothing_happened_says_so(milestone, reader):
    said = words_of(visit(reader).get(url("milestone-detail", milestone.pk)))
    sentences = ["Not reported yet.", "Nobody has said anything yet.", "Nothing has happened yet."]
    assert [one for one in sentences if one not in said] == []


# --- The reader's own side first ----------------------------------------------------------------


ORDERS = [
    (None, "nl", "flemish"),
    (None, "es", "partner"),
    ("stranger", "nl", "flemish"),
    ("coordinator", "es", "partner"),
    ("editor", "nl", "flemish"),
    ("editor", "es", "flemish"),
    ("partner_editor", "nl", "partner"),
    ("partner_editor", "es", "partner"),
]


def before(said, one, other):
    return said.index(one) < said.index(other)


@pytest.mark.parametrize(("role", "language", "first"), ORDERS)
def test_the_readers_side_is_first_on_the_page_of_a_twinning(
    request, twinning, role, language, first
):
    user = role and request.getfixturevalue(role)
    response = visit(user).get(url("twinning-detail", twinning.slug, language=language))
    assert response.context["leaves"][0]["side"] == first


@pytest.mark.parametrize(("language", "first"), [("nl", "Edegem"), ("es", "San Jerónimo")])
def test_the_readers_side_is_first_on_every_public_page(
    client, joint_milestone, editor, partner_editor, language, first
):
    twinning = joint_milestone.twinning
    publish(twinning, "flemish", editor)
    publish(twinning, "partner", partner_editor)
    second = {"Edegem": "San Jerónimo", "San Jerónimo": "Edegem"}[first]
    pages = {
        "home": client.get(url("home", language=language)),
        "list": client.get(url("twinning-list", language=language)),
        "detail": client.get(url("twinning-detail", twinning.slug, language=language)),
        "milestone": client.get(url("milestone-detail", joint_milestone.pk, language=language)),
    }
    inside = {name: text_of(page).split("<main", 1)[1] for name, page in pages.items()}
    inside["home"] = inside["home"].split('class="bonds"', 1)[1]
    inside["list"] = inside["list"].split('class="bonds"', 1)[1]
    inside["milestone"] = inside["milestone"].split('class="diptych', 1)[1]
    inside["detail"] = inside["detail"].split("<h1>", 1)[1]
    assert {name: before(said, first, second) for name, said in inside.items()} == dict.fromkeys(
        pages, True
    )


@pytest.mark.parametrize(
    ("role", "first"), [("editor", "flemish"), ("partner_editor", "partner"), (None, "flemish")]
)
def test_the_readers_report_is_first_on_a_joint_milestone(
    request, joint_milestone, role, first, reader, partner_signatory
):
    publish(joint_milestone.twinning, "flemish", reader)
    publish(joint_milestone.twinning, "partner", partner_signatory)
    user = role and request.getfixturevalue(role)
    where = url("milestone-detail", joint_milestone.pk, language="nl")
    assert visit(user).get(where).context["leaves"][0].reporter == first
