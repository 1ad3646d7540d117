"""The pages of the demo that the browser tests look at: who opens them, and where they are."""

import re
from functools import cache

PUBLIC = [
    "/",
    "/twinnings/",
    "/twinnings/?q=zzz",
    "/twinnings/edegem-san-jeronimo/",
    "/twinnings/herent-nimlahakok/",
    "/programmes/",
    "/programmes/de-stedenband-ontwikkeltd/",
    "/programmes/vervolgtraject-voorbeeld/",
    "/sdg/",
    "/sdg/11/",
    "/sdg/1/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/no-such-page/",
]
TWINNING = "/twinnings/edegem-san-jeronimo/"
# Who is signed in, where they start, and what their links lead to that is looked at.
SIGNED_IN = {
    "editor@san-jeronimo.example": [
        "/work/",
        "/accounts/me/",
        "/accounts/password/change/",
        f"{TWINNING}",
        f"{TWINNING}history/",
        f"{TWINNING}reciprocity/",
        f"{TWINNING}assessments/",
        f"{TWINNING}deeds/add/",
        f"{TWINNING}own-goals/add/",
        f"{TWINNING}local-targets/add/",
    ],
    "signatory@san-jeronimo.example": ["/work/"],
    "coordinator@vvsg.example": ["/work/", "/reciprocity/", "/coverage/", f"{TWINNING}"],
}
# Links that are followed once each: the first of its kind on the pages above.
KINDS = [
    r"/milestones/\d+/$",
    r"/milestones/\d+/progress/$",
    r"/milestones/\d+/(change|replan|drop)/$",
    r"/trajectories/\d+/(milestone|shift)/$",
    r"/progress/\d+/$",
    r"/progress/\d+/(review|confirm|publish|withdraw)/$",
    r"/pages/\d+/(edit|publish|withdraw|remind)/$",
    r"/deeds/\d+/$",
    r"/deeds/\d+/change/$",
    r"/assessments/\d+/$",
    r"/assessments/\d+/answer/$",
]


LINKS = "main a[href^='/']"


@cache
def kind_of(path):
    """The form of an address without its number; None for what is not followed."""
    for kind in KINDS:
        if re.search(kind, path):
            return re.sub(r"\d+", "N", path.split("/", 2)[2])
    return None


def discover(visitor, language, starts):
    """The starts, and one page of each kind that they link to, and that those link to."""
    found, kinds, queue = [], set(), list(starts)
    while queue:
        path = queue.pop(0)
        found.append(path)
        visitor.go(f"/{language}{path}")
        hrefs = "all => all.map(a => a.getAttribute('href'))"
        links = visitor.page.eval_on_selector_all(LINKS, hrefs)
        for link in links:
            kind = kind_of(link)
            if kind and kind not in kinds and link.startswith(f"/{language}/"):
                kinds.add(kind)
                queue.append(link.removeprefix(f"/{language}"))
    return found
