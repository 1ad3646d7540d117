"""The library of lessons, the page of one, and where else lessons are shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from sdg.models import Target
from tests.factories import TwinningFactory, announced, learned, member, published, taken_over
from tests.pages import publish, url, visit, words_of


@pytest.fixture
def library(twinning, other_twinning, editor, partner_editor, stranger):
    """Three public lessons and one that stays inside its twinning."""
    compost = {
        "title": "El compost entra por el surco del vecino",
        "language": "es",
        "targets": Target.objects.filter(code__in=["12.5", "12.3"]),
    }
    published(learned(twinning, partner_editor, **compost), partner_editor)
    given = {"title": "Eerst één klas", "direction": "both"}
    published(learned(twinning, editor, **given), editor)
    given = {"title": "Wie het verst woont, spreekt eerst", "direction": "partner"}
    published(learned(other_twinning, stranger, **given), stranger)
    learned(twinning, editor, title="Onder ons")


def titles(response):
    return [lesson.title for lesson in response.context["page"]]


COMPOST, CLASS, FAR = (
    "El compost entra por el surco del vecino",
    "Eerst één klas",
    "Wie het verst woont, spreekt eerst",
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [FAR, CLASS, COMPOST]),
        ("?q=EEN+KLAS", [CLASS]),
        ("?q=san+jeronimo+compost", [COMPOST]),
        ("?q=forty+families", [FAR, CLASS, COMPOST]),
        ("?q=zzz", []),
        ("?goal=12", [COMPOST]),
        ("?goal=99", [FAR, CLASS, COMPOST]),
        ("?direction=partner", [FAR]),
        ("?direction=nobody", [FAR, CLASS, COMPOST]),
        ("?country=GT", [FAR]),
        ("?language=es&country=PE", [COMPOST]),
        ("?page=99", [FAR, CLASS, COMPOST]),
    ],
)
def test_the_library_is_searched_and_narrowed(client, library, query, expected):
    assert titles(client.get(url("lesson-list") + query)) == expected


def test_a_member_finds_what_stays_inside_too(library, partner_editor):
    found = titles(visit(partner_editor).get(url("lesson-list")))
    assert found == ["Onder ons", FAR, CLASS, COMPOST]


@pytest.mark.parametrize(
    ("query", "says"),
    [("", "No lesson can be read here yet"), ("?q=water", "No lesson answers to this")],
)
def test_an_empty_library_says_so(client, twinning, query, says):
    assert says in words_of(client.get(url("lesson-list") + query))


def test_goal_and_twinning_show_their_lessons(client, library, twinning):
    goal = words_of(client.get(url("goal-detail", 12)))
    page = words_of(client.get(url("twinning-detail", twinning.slug)))
    found = [title in said for said in (goal, page) for title in (COMPOST, CLASS, "Onder ons")]
    assert found == [True, False, False, True, True, False]


def test_a_lesson_says_what_changed_on_each_side(client, twinning, editor):
    words = {"changed_flemish": "A rule.", "changed_partner": "<script>alert(1)</script>"}
    lesson = published(learned(twinning, editor, again="no", again_why="Rain.", **words), editor)
    response = client.get(url("lesson-detail", lesson.pk))
    said = words_of(response)
    parts = ["What changed in Edegem A rule.", "What changed in San Jerónimo", "No. Rain."]
    assert ([one for one in parts if one not in said], b"<script>alert" in response.content) == (
        [],
        False,
    )


def test_the_public_does_not_see_where_a_lesson_came_from(client, milestone, editor):
    given = {"milestone": milestone}
    lesson = published(learned(milestone.twinning, editor, **given), editor)
    where = url("lesson-detail", lesson.pk)
    found = [f"/milestones/{milestone.pk}/" in user.get(where).content.decode()
             for user in (client, visit(editor))]  # fmt: skip
    assert found == [False, True]


# --- How much a page asks -------------------------------------------------------------------------


def taken(user, where):
    browser = visit(user)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    return len(queries)


QUERIES = {
    "anonymous: lesson-list": 7,
    "anonymous: lesson-detail": 6,
    "anonymous: forum-list": 3,
    "anonymous: forum-detail": 3,
    "editor: lesson-list": 10,
    "editor: lesson-list, searched": 11,
    "editor: lesson-detail": 11,
    "editor: lesson-add": 7,
    "editor: forum-detail": 6,
    "editor: forum-print": 8,
    "coordinator: forum-pick": 7,
}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_so_many_queries_however_much_it_shows(
    rows, trajectory, editor, coordinator, signatory
):
    twinning = trajectory.twinning
    targets = Target.objects.filter(code__in=["11.6", "12.5", "13.2"][:rows])
    lessons = [published(learned(twinning, editor, targets=targets), editor) for _ in range(rows)]
    for _ in range(rows):
        other = TwinningFactory(is_listed=True)
        taker = member(other.flemish, "signatory")
        publish(other, "flemish", taker)
        taken_over(lessons[0], other, taker)
        published(learned(other, taker), taker)
        actions.change_lesson(lesson=lessons[0], by=signatory)
        forum = announced(coordinator, *lessons, is_public=True)
        learned(twinning, editor, visibility="twinnings")
    where = {
        "lesson-list": url("lesson-list"),
        "lesson-list, searched": url("lesson-list") + "?q=street&goal=11&country=BE",
        "lesson-detail": url("lesson-detail", lessons[0].pk),
        "lesson-add": url("lesson-add", twinning.slug),
        "forum-list": url("forum-list"),
        "forum-detail": url("forum-detail", forum.pk),
        "forum-print": url("forum-print", forum.pk),
        "forum-pick": url("forum-pick", forum.pk),
    }
    users = {"anonymous": None, "editor": editor, "coordinator": coordinator}
    asked = [key.split(": ") for key in QUERIES]
    assert {f"{who}: {name}": taken(users[who], where[name]) for who, name in asked} == QUERIES
