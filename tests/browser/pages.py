"""The pages of the demo that the browser tests look at: who opens them, and where they are."""

from dataclasses import dataclass, field

from django.urls import Resolver404, resolve

from partnerships.open_urls import urlpatterns

TWINNING = "/twinnings/edegem-san-jeronimo/"
PUBLIC = [
    "/",
    "/twinnings/",
    "/twinnings/?q=zzz",
    "/twinnings/?q=%00",
    TWINNING,
    f"{TWINNING}?on=2019-12-31",
    f"{TWINNING}?on=2019-02-31",
    "/twinnings/herent-nimlahakok/",
    "/programmes/",
    "/sessions/",
    "/sessions/1/",
    "/programmes/de-stedenband-ontwikkeltd/",
    "/programmes/de-stedenband-ontwikkeltd/?on=2019-12-31",
    "/programmes/vervolgtraject-voorbeeld/",
    "/sdg/",
    "/data/",
    "/accessibility/",
    "/offline/",
    "/sdg/11/",
    "/sdg/1/",
    "/lessons/",
    "/lessons/?q=zzz",
    "/forums/",
    "/stories/",
    "/accounts/login/",
    "/search/?q=compost",
    "/accounts/inactive/",
    "/accounts/signup/",
    "/accounts/invitation/used/",
    "/privacy/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-stale/",
    "/accounts/password/reset/key/done/",
    "/u/cut-short/",
    "/no-such-page/",
]
# Who is signed in, and where they start; from there their links are followed to what those
# before them did not find. A coordinator looks at milestones anew: theirs show other buttons.
SIGNED_IN = {
    "editor@san-jeronimo.example": [
        "/work/",
        "/accounts/me/",
        "/accounts/second-factor/",
        "/accounts/second-factor/keys/",
        "/accounts/sessions/",
        "/account/erase/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        "/accounts/password/change/",
        TWINNING,
        "/twinnings/brasschaat-tarija/history/",  # not theirs: the page that says so
        f"{TWINNING}deeds/add/",
        f"{TWINNING}own-goals/add/",
        f"{TWINNING}local-targets/add/",
        f"{TWINNING}plan/confirm/",
        # The sample's, in its order: public, a draft, approved; and the document.
        "/stories/1/",
        "/stories/3/",
        "/stories/4/",
        "/documents/1/",
        "/lessons/1/",  # public: to change, and to take offline
        f"{TWINNING}documents/",
        "/sessions/5/",  # held and public: its buttons lead to report, change and retract
        "/sessions/7/",  # to come, with two other twinnings: contribute, cancel and agree
        "/promises/5/",  # to confirm, change and settle
        f"{TWINNING}vouchers/",
        # The sample's look back: a report that was kept, and what a review advises both sides.
        "/reports/1/",
        "/reports/1/compare/",
        f"{TWINNING}reports/generate/?kind=one_pager",
        f"{TWINNING}reports/generate/?kind=mission",
        f"{TWINNING}recommendations/",
        f"{TWINNING}sheets/",
    ],
    "signatory@san-jeronimo.example": ["/work/"],
    "editor@brasschaat.example": ["/work/", "/twinnings/brasschaat-tarija/assessments/"],
    "editor@nimlahakok.example": [
        "/work/",
        "/twinnings/herent-nimlahakok/",
        "/milestones/86/evidence/add/",  # the sample: handed in, waits
    ],
    # The sample's lessons, in its order: to take over, taken over, to publish.
    "editor@herent.example": ["/lessons/1/", "/lessons/2/", "/lessons/4/"],
    "coordinator@vvsg.example": [
        "/work/",
        "/work/?on=2019-12-31",
        "/calendar/revoke/",
        "/programmes/vervolgtraject-voorbeeld/reports/",
        "/imports/",
        "/imports/organisation/confirm/",  # with nothing to confirm
        "/memberships/",  # with somebody invited
        "/pages/1/remind/",
        "/twinnings/herent-nimlahakok/agreements/",
        "/reciprocity/",
        "/coverage/",
        TWINNING,
        "/twinnings/brasschaat-tarija/",
        "/twinnings/herent-nimlahakok/",
        "/forums/add/",
        "/forums/1/",
        "/translations/lesson/2/es/",  # to check
    ],
}
OPEN = [f"open:{one.name}" for one in urlpatterns]
# Addresses that are no page of the house, and why.
NO_PAGE = {
    "welcome": "leads to a page",
    "account-stay": "a word for the page that asks it",
    "livez": "a word for machines",
    "readyz": "a word for machines",
    "healthz": "a word for machines",
    "metrics": "figures for machines",
    "security-txt": "a few lines for who finds a weakness",
    "mfa_authenticate": "stands between password and work: test_second_factor.py walks through it",
    "mfa_activate_totp": "asks for the password first",
    "mfa_deactivate_totp": "asks for the password first",
    "mfa_add_webauthn": "asks for the password first",
    "mfa_edit_webauthn": "asks for the password first",
    "mfa_remove_webauthn": "asks for the password first",
    "mfa_generate_recovery_codes": "asks for the password first",
    "mfa_view_recovery_codes": "shows codes once",
    "mfa_reauthenticate": "asks for a code of an app",
    "mfa_reauthenticate_webauthn": "asks for a key",
    "partnerships:account-data": "a file",
    "kept-save": "takes what is typed",
    "kept-discard": "test_kept.py keeps something first, and throws it away",
    "partnerships:import-detail": "nothing was imported in the sample",
    "partnerships:import-undo": "nothing was imported in the sample",
    "partnerships:report-download": "a file",
    "upload-begin": "for a script",
    "upload-continue": "for a script",
    "worker": "a script",
    "partnerships:calendar-own": "a calendar",
    "partnerships:calendar-programme": "a calendar",
    "partnerships:calendar-twinning": "a calendar",
    "partnerships:document-download": "a file",
    "partnerships:evidence-download": "a file",
    "partnerships:handover-file": "a file",
    "partnerships:photo-image": "a picture",
    "partnerships:programme-iati": "a file",
    "partnerships:story-feed": "a feed",
    "partnerships:twinning-iati": "a file",
    "partnerships:progress-sheet": "a file",
    "partnerships:sheet-export": "a file",
    "partnerships:sheet-programme": "a file",
    "partnerships:sheet-workbook": "a file",
    **dict.fromkeys(OPEN, "data for programs"),
}
STATEFUL = "partnerships:milestone-detail"
# What somebody looks at though others did before them: there they find something else to do.
ANEW = {
    "coordinator@vvsg.example": {STATEFUL},
    "editor@brasschaat.example": {
        STATEFUL,
        "partnerships:progress-write",
        "partnerships:assessment-detail",
    },
}
LINKS = """() => [...document.querySelectorAll("main a[href^='/'], main form[action^='/']")].map(
  one => [one.getAttribute("href") || one.getAttribute("action"),
          one.closest("li")?.querySelector(".state")?.textContent.trim() || ""])"""


@dataclass
class Round:
    """What somebody found: the pages, of which views and states they are, and their cookies."""

    paths: list[str] = field(default_factory=list)
    kinds: set[tuple[str, str]] = field(default_factory=set)
    cookies: dict | None = None


def view_of(address):
    """The name of the view behind an address; None where there is none."""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return None


def look_around(visitor, starts, known, language="nl"):
    """The starts, one page of each view that they link to, and so on; a milestone of each state.

    What is `known` already is not followed.
    """
    found, queue = Round(), [f"/{language}{path}" for path in starts]
    found.kinds = {(view_of(address), "") for address in queue}
    linked = set()
    while queue:
        address = queue.pop(0)
        visitor.go(address)
        if address in linked and visitor.page.url != visitor.site.url + address:
            continue  # a link for who is signed in, or to what leads elsewhere
        found.paths.append(address.removeprefix(f"/{language}"))
        for link, state in visitor.page.evaluate(LINKS):
            view = view_of(link)
            kind = (view, state if view == STATEFUL else "")
            follows = view and view not in NO_PAGE and link.startswith(f"/{language}/")
            if follows and kind not in known | found.kinds:
                found.kinds.add(kind)
                queue.append(link)
                linked.add(link)
    found.cookies = visitor.context.storage_state()
    return found


# Whatever is chosen becomes a choice that does not exist, and what is typed becomes nothing.
SPOIL = """() => {
  const form = document.querySelector("main form.page");
  if (!form || !form.querySelector("[required], select, [type=radio]")) return false;
  for (const one of form.querySelectorAll("textarea, input:not([type=hidden])")) {
    if (one.type === "radio") { one.value = "zzz"; one.checked = true }
    else if (one.type !== "checkbox") one.value = "";
  }
  for (const one of form.querySelectorAll("select")) one.add(new Option("zzz", "zzz", true, true));
  return true }"""
SEND = "main form.page button:not(.linkish):not([type=button])"


def spoiled_forms(visitor, paths, language):
    """Each form that can be filled in wrongly, filled in wrongly: its path, and what came back."""
    for path in paths:
        visitor.go(f"/{language}{path}")
        if visitor.page.evaluate(SPOIL):
            yield path, visitor.press(f"{SEND} >> nth=0")
