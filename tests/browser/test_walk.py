"""The whole main job as its users do it: report, key, note, answer, approval, public ribbon."""

import io
import re
from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext
from PIL import Image

PHOTO = "a[href*='/evidence/']:not([href$='/add/'])"
TITLE = "Plan de acción municipal"
FIRST = "El concejo aprobó el plan de acción con tres compromisos del hermanamiento."
ANSWER = FIRST + " Adjuntamos la resolución firmada."
NOTE = "De resolutie zelf ontbreekt nog: kan je ze toevoegen?"


def photo(tmp_path):
    """A photo as a phone makes it: with the place in it."""
    image = Image.new("RGB", (2400, 1800), "#58724a")
    exif = image.getexif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (13.0, 32.0, 42.0)
    path = tmp_path / "plan.jpg"
    image.save(path, exif=exif)
    return path


def milestone_path(page):
    """The address of the milestone without its language."""
    return re.search(r"/milestones/\d+/", page.url).group()


def state(page):
    return page.locator("main .state").first.get_attribute("class").split()[-1]


def test_a_report_goes_from_san_jeronimo_to_the_public_ribbon(own_site, visitor, tmp_path):
    partner = visitor(own_site, width=390, locale="es-PE")
    path = report_with_a_photo(partner, tmp_path)
    edegem = visitor(own_site).sign_in("signatory@edegem.example")
    turn_the_key(edegem, path)
    vvsg = visitor(own_site).sign_in("coordinator@vvsg.example")
    send_back_with_a_note(vvsg, path)
    answer_the_note(partner, path)
    approve(vvsg, path)
    resident = visitor(own_site)
    resident.go("/nl/twinnings/edegem-san-jeronimo/")
    row = resident.page.locator(f"a[href$='{path}'] g.mark-of")
    words = resident.page.locator(f"main li:has(a[href$='{path}']) .state").first
    assert "Afgerond" in row.locator("title").text_content()
    assert words.get_attribute("class") == "state done"
    mail_speaks_each_readers_language(own_site)


def report_with_a_photo(partner, tmp_path):
    page = partner.sign_in("editor@san-jeronimo.example", "es").page
    assert page.url.endswith("/es/work/")
    page.get_by_role("link", name=TITLE).first.click()
    path = milestone_path(page)
    assert state(page) == "late"
    page.click(f"main a[href$='{path}progress/']")
    page.fill("[name=what_happened]", FIRST)
    page.fill("[name=happened_on]", (date.today() - timedelta(days=3)).isoformat())
    page.set_input_files("[name=uploads]", photo(tmp_path))
    page.click("button[name=hand_in]")
    page.wait_for_url(f"**{path}")  # the text goes first, then the photo
    assert (state(page), page.locator(PHOTO).count()) == ("wait", 1)
    the_photo_is_safe(partner)
    return path


def the_photo_is_safe(partner):
    address = partner.page.locator(PHOTO).get_attribute("href")
    answer = partner.context.request.get(partner.site.url + address)
    image = Image.open(io.BytesIO(answer.body()))
    assert (image.size, dict(image.getexif()), b"Secret" in answer.body()) == (
        (1600, 1200),
        {},
        False,
    )
    stranger = partner.page.context.browser.new_context()
    refused = stranger.request.get(partner.site.url + address, max_redirects=0)
    stranger.close()
    assert refused.status == 302


def turn_the_key(edegem, path):
    page = edegem.page
    page.get_by_role("link", name="Gemeentelijk actieplan").first.click()
    page.click("main a[href*='/progress/'][href$='/confirm/']")
    page.check("[name=verdict][value=agreed]")
    edegem.press("main form.page button.btn-primary")
    assert page.url.endswith(path)
    assert page.locator(".leaf.flemish .state.done").count() == 1


def send_back_with_a_note(vvsg, path):
    page = vvsg.page
    page.goto(f"{vvsg.site.url}/nl{path}")
    page.click("main a[href$='/review/']")
    page.check("[name=decision][value=returned]")
    page.fill("[name=note]", NOTE)
    page.select_option("[name=note_field]", "evidence")
    page.click("main form.page button.btn-primary")
    assert page.url.endswith("/nl/work/")


def answer_the_note(partner, path):
    page = partner.page
    partner.go("/es/work/")
    assert NOTE in page.locator("main").inner_text()
    partner.go(f"/es{path}progress/")
    assert (
        NOTE in page.locator("main").inner_text(),
        page.input_value("[name=what_happened]"),
    ) == (
        True,
        FIRST,
    )
    page.fill("[name=what_happened]", ANSWER)
    page.fill("[name=link]", "https://example.org/resolucion")
    page.click("button[name=hand_in]")
    assert page.url.endswith(path)


def approve(vvsg, path):
    page = vvsg.page
    page.goto(f"{vvsg.site.url}/nl{path}")
    page.click("main a[href$='/review/']")
    assert "resolución firmada" in page.locator("ins").first.inner_text()
    page.check("[name=decision][value=approved]")
    page.click("main form.page button.btn-primary")
    page.goto(f"{vvsg.site.url}/nl{path}")
    assert state(page) == "done"


def mail_speaks_each_readers_language(site):
    """The mail of the last deed: in Spanish to San Jerónimo, and of the first: in Dutch to VVSG."""
    words = {}
    for language, msgid in (
        ("es", "Approved: “%(title)s”"),
        ("nl", "%(twinning)s: report on “%(title)s”"),
    ):
        with translation.override(language):
            words[language] = gettext(msgid)
    titles = {"es": TITLE, "nl": "Gemeentelijk actieplan"}
    expected = {
        ("editor@san-jeronimo.example", words["es"] % {"title": titles["es"]}),
        (
            "coordinator@vvsg.example",
            words["nl"] % {"twinning": "Edegem – San Jerónimo", "title": titles["nl"]},
        ),
    }
    assert expected <= set(map(tuple, site.mails()))
