"""Whatever people wrote into any text: no page makes an element, a handler or a script of it.

Judged by what a parser of HTML makes of each page, not by how it is written.
"""

import json
import re
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.cache import cache
from django.urls import resolve, reverse
from django.utils import translation
from lxml import etree, html

from tests.factories import reload
from tests.forms import FILES, FORMS, form_of
from tests.furnished.conftest import undone
from tests.furnished.hostile import ADDRESSES, MAILBOX, SCRIPTS, Hostile, texts
from tests.furnished.test_canary import addresses
from tests.pages import EVERYBODY, upload, url, visit
from tests.security.figures import LONG, figure, much

PRESENT = EVERYBODY
ADDRESS = {"href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster", "ping"}
NEVER = {"base", "iframe", "object", "embed", "marquee", "math", "template", "audio", "video"}
RUNS = re.compile(r"(javascript|vbscript|data):", re.IGNORECASE)
XML = ("application/xml", "application/atom+xml", "application/rss+xml", "text/xml")
INERT = ("application/json", "application/problem+json", "application/geo+json", "text/calendar")
INERT += ("text/plain", "text/csv", "text/javascript", "application/pdf", "image/", "application/v")
INERT += ("application/zip",)
CARRIED_OUT = b"7770007"  # what a template would make of one of the texts


def of_element(one):
    """What about an element of a page no template of ours has."""
    names, tag = one.keys(), str(one.tag)
    found = [name for name in names if name.startswith(("on", "evil")) or name == "style"]
    found += [tag] if tag in NEVER or tag.startswith("evil") else []
    for name in names:
        plain = re.sub(r"[\x00-\x20]", "", one.get(name))
        is_picture = tag == "img" and plain.startswith("data:image/")
        found += [name] if name in ADDRESS and RUNS.match(plain) and not is_picture else []
    if tag in ("script", "style", "title") or "http-equiv" in names:
        found += of_what_is_read_otherwise(tag, one)
    return found


def of_what_is_read_otherwise(tag, one):
    """Scripts come from our own files, or are data; a style says nothing that was typed."""
    if tag == "script" and one.get("type") == "application/json":
        json.loads(one.text)
        return []
    if tag == "script":
        is_ours = (one.get("src") or "").startswith(("/static/", "/admin/jsi18n/"))
        return [] if is_ours and not (one.text or "").strip() else ["script"]
    is_typed = tag == "style" and "fired" in (one.text or "")
    return [tag] if is_typed or one.get("http-equiv", "").lower() == "refresh" else []


def of_html(text):
    return [
        found
        for one in html.document_fromstring(text).iter(etree.Element)
        for found in of_element(one)
    ]


def of_xml(content):
    """It is well-formed, and what it hands on as HTML is harmless as well."""
    root = etree.fromstring(content)
    parts = [one for one in root.iter(etree.Element) if one.get("type") == "html" and one.text]
    found = [str(one.tag) for one in root.iter(etree.Element) if "evil" in one.attrib]
    return found + [fault for one in parts for fault in of_html(one.text)]


def faults(response):
    """What a browser would make of an answer that is not ours; and whether it was a page at all."""
    kind = response.headers.get("Content-Type", "").split(";")[0]
    content = b"".join(response) if response.streaming else response.content
    if CARRIED_OUT in content:
        return ["read as a template"]
    if kind == "text/html" and content.strip():
        return of_html(content.decode())
    if kind.endswith("xml"):
        return of_xml(content)
    is_inert = kind.startswith(INERT) and response.headers["X-Content-Type-Options"] == "nosniff"
    return [] if is_inert or not content else [f"served as {kind}"]


class Reader:
    """Opens pages, and remembers what was wrong with them."""

    def __init__(self):
        self.pages, self.shown, self.wrong = 0, 0, []

    def look(self, where, response):
        self.pages += 1
        self.shown += b"fired" in (b"" if response.streaming else response.content)
        self.wrong += [(where, one) for one in faults(response)]

    def read(self, browser, wheres):
        for where in wheres:
            cache.clear()
            self.look(where, browser.get(where))

    def tell(self, name, **more):
        more |= {"texts": len(SCRIPTS), "pages": self.pages, "with_one": self.shown}
        figure(f"F8 {name}", **more, made_of_one=len(self.wrong))
        assert self.wrong[:9] == []
        assert self.shown > self.pages / 3


# --- What is stored -------------------------------------------------------------------------------


def of_admin():
    """Its lists, and a form and a history of each noun."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if row := model._default_manager.first():
            yield reverse(f"{name}_change", args=[row.pk])
            yield reverse(f"{name}_history", args=[row.pk])


# One in so many, in the short form.
READ_BY = {"editor": 1, None: 9, "partner_editor": 9, "coordinator": 5}


def of_portal(twinning):
    """Every address for every row; in the short form the first of each view."""
    with translation.override("en"):  # whoever read before may have left another language
        found = [one for one in addresses(twinning) if "<" not in one]
        first = {resolve(one).view_name: one for one in reversed(found)}
    return found if LONG else list(first.values())


def test_what_is_stored_runs_nowhere(rows_of_every_noun, world, people):
    reader, columns = Reader(), set()
    for start in range(much(1, len(SCRIPTS))):
        with undone():
            columns |= Hostile(start).fill().columns
            everything = of_portal(world.twinning)
            for role, step in READ_BY.items():
                browser = visit(role and reload(people[role]))
                reader.read(browser, everything[:: much(step, 1)])
            reader.read(visit(reload(people["superuser"])), list(of_admin())[:: much(2, 1)])
    reader.tell("stored", columns=len(columns))
    assert {"User.name", "Submission.note", "Evidence.name", "Organisation.name"} <= columns


# --- What is sent ---------------------------------------------------------------------------------


def hostile_words(form, fields, number):
    """Each text of a form, each with another one of them."""
    found = {}
    for place, (name, field) in enumerate(fields.items(), number):
        is_text = isinstance(field, forms.CharField) and not field.widget.is_hidden
        if not is_text or isinstance(field, forms.UUIDField):
            continue
        longest = min(field.max_length or 5_000, 5_000)
        found[name] = texts(longest, place)[:longest]
        if isinstance(field, forms.URLField):
            found[name] = ADDRESSES[place % len(ADDRESSES)]
        if isinstance(field, forms.EmailField):
            found[name] = MAILBOX.format(place)
    if form.file:
        found[form.file] = upload(texts(100, number) + ".png")
    return found


def send(form, browser, words, reader):
    """Until it is taken: what was refused goes back to what would be right."""
    for _try in range(4):
        response = browser.post(form.where, form.filled(**words))
        if response.status_code == 302:
            reader.look(form.where, browser.get(response.headers["Location"]))
            return True
        reader.look(form.where, response)
        words = {name: one for name, one in words.items() if name not in errors_of(response)}
    return False


def errors_of(response):
    return response.context["form"].errors if response.context else {}


def test_what_is_sent_to_a_form_runs_nowhere(world, people):
    reader, fields, sent, taken = Reader(), 0, 0, 0
    for name in (one for one in FORMS if FORMS[one][3] or one in FILES):
        form = form_of(name, world)
        browser = visit(people[form.role])
        asked = browser.get(form.where).context["form"].fields
        for number in range(0, len(SCRIPTS), much(len(SCRIPTS), 1)):
            words = hostile_words(form, asked, number + fields)
            sent += len(words)
            with undone():
                taken += send(form, browser, words, reader)
        fields += len(words)
    reader.tell("sent to forms", fields=fields, sent=sent, carried_out=taken)


# --- What is asked --------------------------------------------------------------------------------


def test_what_is_looked_for_runs_nowhere(world, people):
    reader, browser = Reader(), visit(people["coordinator"])
    lists = ("search-list", "twinning-list", "lesson-list", "story-list", "session-list")
    for number, text in enumerate(SCRIPTS):
        for name in lists if LONG else (lists[number % len(lists)],):
            asked = dict.fromkeys(("q", "country", "page", "kind", "on"), text)
            reader.read(browser, [f"{url(name)}?{urlencode(asked)}"])
    reader.tell("looked for", lists=len(lists))
