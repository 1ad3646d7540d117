"""Forms as people get them, and whatever they type: never a 500, never half saved, never lost."""

import inspect
from html.parser import HTMLParser
from uuid import UUID

import pytest

from partnerships.urls import urlpatterns
from tests import continuity, mandates, reports, sessions
from tests.forms import FORMS, OWN_WORDS, REFUSED, WITH_WORDS, form_of, refused
from tests.pages import everything, text_of, url, visit

PRESENT = ("signatory",)


@pytest.fixture
def post(request):
    """Send a form as the one who fills it in."""

    def send(form, data, where=None):
        return visit(request.getfixturevalue(form.role)).post(where or form.where, data)

    return send


class Fields(HTMLParser):
    """The fields and labels of a page's forms."""

    def __init__(self, response):
        super().__init__()
        self.ids, self.labels, self.fields, self.within = [], [], [], None
        self.here = response.wsgi_request.path
        self.feed(text_of(response))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.labels += [found["for"]] if tag == "label" and "for" in found else []
        self.within = found if tag == "form" else self.within
        if tag in ("input", "select", "textarea") and self.within:
            posted = self.within.get("method") == "post"
            is_own = self.within.get("action", self.here) == self.here
            self.fields += [found | {"tag": tag}] if posted and is_own else []

    def handle_endtag(self, tag):
        self.within = None if tag == "form" else self.within

    def of_type(self, *types):
        return [one for one in self.fields if one.get("type") in types]

    @property
    def shown(self):
        return [one for one in self.fields if one.get("type") not in ("hidden", "submit")]


# --- As they come -------------------------------------------------------------------------------


def test_every_form_of_the_portal_is_tested():
    views = {one.name: inspect.getsource(inspect.unwrap(one.callback)) for one in urlpatterns}
    assert {name for name, source in views.items() if "form.perform(" in source} == set(FORMS)


@pytest.mark.parametrize(
    "name", [name for name in FORMS if name not in ("plan-confirm", "import-confirm")]
)
def test_every_field_of_a_form_has_its_label(name, world, request):
    form = form_of(name, world)
    page = Fields(visit(request.getfixturevalue(form.role)).get(form.where))
    bare = [one["name"] for one in page.shown if one.get("id") not in page.labels]
    names = {one["name"] for one in page.fields}
    tokens = [UUID(one["value"]) for one in page.fields if one["name"] == "once"]
    missing = {form.words} - names - {""}
    doubles = sorted(one for one in set(page.ids) if page.ids.count(one) > 1)
    assert (bare, missing, len(tokens), doubles) == ([], set(), 1, [])


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("progress-review", "decision", ["approved", "returned"]),
        ("progress-confirm", "verdict", ["agreed", "contested"]),
    ],
)
def test_a_choice_is_made_of_real_radio_buttons(name, field, values, world, request):
    form = form_of(name, world)
    page = Fields(visit(request.getfixturevalue(form.role)).get(form.where))
    radios = [one for one in page.of_type("radio") if one["name"] == field]
    assert [(one["tag"], one["value"], one["id"] in page.labels) for one in radios] == [
        ("input", value, True) for value in values
    ]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_filled_in_is_carried_out(name, world, post):
    form, before = form_of(name, world), everything()
    response = post(form, form.filled())
    assert (response.status_code, everything() == before) == (302, False)


def test_the_filter_of_the_list_has_labels(client, twinning):
    said = text_of(client.get(url("twinning-list")))
    ids = ("id_q", "id_country", "id_goal", "id_state")
    assert [one for one in ids if f'for="{one}"' not in said or f'id="{one}"' not in said] == []


def test_a_date_is_chosen_and_a_file_picked(world, partner_editor):
    page = Fields(visit(partner_editor).get(url("progress-write", world.late.pk)))
    kinds = {one["name"]: one.get("type") for one in page.fields}
    assert (kinds["happened_on"], kinds["uploads"], kinds["link"]) == ("date", "file", "url")


# --- Bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_WORDS)
def test_hidden_characters_are_refused_on_the_field(name, world, post):
    form, before = form_of(name, world), everything()
    found = {
        hidden: refused(
            post(form, form.filled(**{form.words: f"Nimlaha{hidden}kok"})), form, "Nimlaha", before
        )
        for hidden in "\x00\x07\x1b\x7f\u202e\u2066"
    }
    assert found == dict.fromkeys(found, REFUSED)


LONG = (
    {
        "milestone-add": ["title_nl", "closing_en", "targets"],
        "milestone-change": ["title_en", "closing_nl", "targets"],
        "page-edit": ["lead_service", "text", "summary"],
        "progress-write": ["link", "what_happened", "we_learned", "summary"],
        "progress-review": ["note"],
        "progress-confirm": ["reason"],
        "comment-add": ["text"],
        "milestone-replan": ["explanation"],
        "page-remind": ["words"],
        "assessment-answer": ["remark_1"],
        "assessment-open": ["title"],
        "deed-add": ["title", "main_target", "reason", "description", "side_targets", "plan_code"],
        "indicator-add": ["title_fr"],
        "indicator-change": ["what", "unit", "baseline_value", "scale_nl"],
        "local-target-add": ["code", "label"],
        "measurement-add": ["value", "source", "women", "note"],
        "own-goal-add": ["name_es", "number"],
        "document-add": ["title"],
        "document-replace": ["note"],
        "document-withdraw": ["reason"],
        "photo-add": ["alt", "caption", "credit", "consent_by"],
        "story-add": ["title", "lead", "text", "read_aloud"],
        "story-review": ["note"],
    }
    | sessions.LONG
    | continuity.LONG
    | mandates.LONG
    | reports.LONG
)


@pytest.mark.parametrize("name", LONG)
def test_a_hundred_kilobytes_are_refused_on_the_field(name, world, post):
    form, before = form_of(name, world), everything()
    found = {}
    for field in LONG[name]:
        typed = "https://x.example/" * (field == "link") + "x" * 100_000
        response = post(form, form.filled(**{field: typed}))
        found[field] = refused(response, form, typed, before, field)
    assert found == dict.fromkeys(LONG[name], REFUSED)


# What cannot be, by form: a field and what somebody types there.
IMPOSSIBLE = (
    {
        "progress-write": [
            ("happened_on", "31-02-2020"),
            ("happened_on", "2020-13-01"),
            ("happened_on", "yesterday"),
            ("happened_on", "01-01-0001"),
            ("language", "xx"),
            ("summary_language", "tlh"),
            ("link", "javascript:alert(1)"),
            ("link", "not an address"),
        ],
        "progress-review": [
            ("answer_by", "2020-01-01"),
            ("answer_by", "30-02-2030"),
            ("decision", "perhaps"),
            ("decision", ""),
            ("note_field", "password"),
        ],
        "progress-confirm": [
            ("verdict", "maybe"),
            ("verdict", ""),
        ],
        "milestone-add": [
            ("month", "37"),
            ("month", "0"),
            ("month", "-1"),
            ("month", "abc"),
            ("month", "1e9"),
            ("duty", "partner"),
            ("duty", "coordination"),
            ("duty", "nobody"),
            ("targets", "99.99"),
            ("targets", "sustainable"),
        ],
        "milestone-replan": [
            ("month", "99"),
            ("month", "10"),
            ("reason", "boredom"),
        ],
        "milestone-reinstate": [
            ("month", "9" * 30),
        ],
        "trajectory-shift": [
            ("first_month", "2099-01-01"),
            ("first_month", "2026-02-31"),
            ("first_month", ""),
        ],
        "page-edit": [
            ("language", "\x00"),
        ],
        "comment-add": [
            ("language", ""),
        ],
        "assessment-answer": [
            ("degree_1", "7"),
        ],
        "assessment-open": [
            ("held_on", "31-02-2020"),
        ],
        "deed-change": [
            ("main_target", "99.99"),
            ("own_goal", "987654321"),
            ("local_target", "abc"),
            ("state", "forgotten"),
            ("since", "31-04-2026"),
            ("link", "javascript:alert(1)"),
        ],
        "indicator-change": [
            ("baseline_value", "a lot"),
            ("target_value", "1e999"),
            ("target_value", "NaN"),
            ("kind", "magic"),
        ],
        "local-target-add": [
            ("code", "99.1"),
        ],
        "measurement-add": [
            ("measured_on", "yesterday"),
            ("value", "Infinity"),
            ("value", "12,5,5"),
        ],
        "own-goal-add": [
            ("number", "17"),
            ("number", "9" * 30),
        ],
    }
    | sessions.IMPOSSIBLE
    | continuity.IMPOSSIBLE
    | mandates.IMPOSSIBLE
    | reports.IMPOSSIBLE
)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_refused_on_its_field_with_everything_typed(name, world, post):
    form, before = form_of(name, world), everything()
    found = {
        (field, value): refused(
            post(form, form.filled(**{field: value})), form, OWN_WORDS, before, field
        )
        for field, value in IMPOSSIBLE[name]
    }
    assert found == dict.fromkeys(IMPOSSIBLE[name], REFUSED)


def test_a_day_that_does_not_exist_suggests_one(world, post):
    form = form_of("progress-write", world)
    response = post(form, form.filled(happened_on="31-02-2020"))
    said = text_of(response)
    assert (
        "This date does not exist. Do you mean 29-02-2020?" in said,
        'value="31-02-2020"' in said,
    ) == (True, True)


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("milestone-replan", "explanation"),
        ("milestone-drop", "explanation"),
        ("progress-review", "note"),
        ("progress-confirm", "reason"),
        ("comment-add", "text"),
        ("milestone-add", "title_en"),
    ],
)
def test_what_must_be_said_is_asked(name, without, world, post):
    form, before = form_of(name, world), everything()
    response = post(form, form.filled(**{without: "   "}))
    found = (response.status_code, bool(response.context["form"].errors), everything() == before)
    assert found == (200, True, True)


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "1.5", "\x00"])
@pytest.mark.parametrize("name", ["progress-write", "page-edit", "milestone-change"])
def test_a_version_that_is_none_saves_nothing(name, version, world, post):
    form, before = form_of(name, world), everything()
    response = post(form, form.filled(version=version))
    kept = OWN_WORDS in text_of(response)
    assert (response.status_code, kept, everything() == before) == (200, True, True)


@pytest.mark.parametrize("once", ["abc", "\x00", "x" * 100_000, "'"])
@pytest.mark.parametrize("name", ["progress-write", "comment-add", "page-publish"])
def test_a_token_that_is_none_is_no_server_error(name, once, world, post):
    form = form_of(name, world)
    assert post(form, form.filled(once=once)).status_code in (200, 302)
