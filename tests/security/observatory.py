"""The twelve tests of Mozilla's HTTP Observatory, by its rules, on answers that really came.

`python -m tests.security --observatory https://ADDRESS [--ca FILE]` follows the links of a portal
from /nl/ and /es/, as somebody who is not signed in, and says of each page what it would score.
Only the standard library: it runs on the machine that serves, where no test is installed. The
points are those of `developer.mozilla.org/observatory`; what costs none is passed.
"""

import re
import ssl
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPSConnection
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

ELSEWHERE = "https://elsewhere.example"
SIX_MONTHS = 15_768_000
MOST_PAGES = 400
BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
OPENERS = {"same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"}
Verdict = tuple[int, str]


@dataclass
class Answer:
    """What came for one address; a header may come more than once."""

    address: str
    status: int
    headers: list[tuple[str, str]]
    text: str = ""

    def all(self, name: str) -> list[str]:
        return [value.strip() for one, value in self.headers if one.lower() == name]

    def header(self, name: str) -> str:
        return ", ".join(self.all(name)).lower()


@dataclass
class Seen:
    """A page, the same asked from elsewhere, and where its address without TLS leads."""

    page: Answer
    from_elsewhere: Answer
    route: list[str] = field(default_factory=list)  # empty: nothing answers without TLS


# --- The twelve ---------------------------------------------------------------------------------


def policy_of(page: Answer) -> dict[str, set[str]]:
    rules = [rule.split() for rule in page.header("content-security-policy").split(";")]
    return {name: set(sources) for name, *sources in filter(None, rules)}


def content_security_policy(seen: Seen) -> Verdict:
    rules = policy_of(seen.page)
    if not rules:
        return -25, "none"
    fallback = rules.get("default-src", {"*"})
    scripts, styles = rules.get("script-src", fallback), rules.get("style-src", fallback)
    unsafe = BROAD | {"'unsafe-inline'", "data:"}
    if scripts & unsafe or rules.get("object-src", fallback) & BROAD:
        return -20, "scripts from anywhere, or inline"
    if any(one.startswith(("http:", "ftp:")) for sources in rules.values() for one in sources):
        return -20, "allows what comes without TLS"
    if "'unsafe-eval'" in scripts | styles:
        return -10, "allows eval"
    if styles & unsafe:
        return 0, "styles inline"
    return (10, "nothing unless named") if fallback == {"'none'"} else (5, "nothing unsafe")


def cookies(seen: Seen) -> Verdict:
    found = [one.lower() for one in seen.page.all("set-cookie")]
    return min(map(cookie, found), default=(0, "none set"))


def cookie(text: str) -> Verdict:
    name, *flags = (part.strip() for part in text.split(";"))
    name = name.partition("=")[0]
    same_site = next((one[9:] for one in flags if one.startswith("samesite=")), None)
    is_session = "sess" in name or "login" in name
    if "secure" not in flags:
        return (-40 if is_session else -20), f"{name} without Secure"
    if is_session and "httponly" not in flags:
        return -30, f"{name} without HttpOnly"
    if same_site is None:
        return (-20 if "csrf" in name else 0), f"{name} without SameSite"
    if same_site not in ("lax", "strict", "none"):
        return -20, f"{name} with SameSite={same_site}"
    return 5, "Secure, HttpOnly, SameSite"


def cross_origin_resource_sharing(seen: Seen) -> Verdict:
    allowed = seen.from_elsewhere.header("access-control-allow-origin")
    credentials = seen.from_elsewhere.header("access-control-allow-credentials")
    if allowed == ELSEWHERE and credentials == "true":
        return -50, "anybody, with cookies"
    return 0, f"for {allowed}" if allowed else "none"


def redirection(seen: Seen) -> Verdict:
    steps = [urlsplit(one) for one in seen.route]
    if not steps:
        return 0, "nothing without TLS"
    if len(steps) == 1:
        return -20, "stays without TLS"
    if steps[-1].scheme != "https":
        return -20, "ends without TLS"
    if steps[1].scheme != "https":
        return -10, "first without TLS"
    same = steps[0].hostname == steps[1].hostname
    return (0, "to TLS on the same host") if same else (-5, "to another host")


def referrer_policy(seen: Seen) -> Verdict:
    words = [one.strip() for one in seen.page.header("referrer-policy").split(",") if one.strip()]
    if not words:
        return 0, "none"
    return (5, words[-1]) if words[-1] in PRIVATE else (-5, words[-1])


def strict_transport_security(seen: Seen) -> Verdict:
    text = seen.page.header("strict-transport-security")
    found = re.search(r"max-age=(\d+)", text)
    if urlsplit(seen.page.address).scheme != "https" or not text:
        return -20, "none"
    if not found or "," in text:
        return -20, "not understood"
    return (0 if int(found[1]) >= SIX_MONTHS else -10), f"{int(found[1]) // 86_400} days"


def subresource_integrity(seen: Seen) -> Verdict:
    scripts = [one for one in tags(seen.page.text) if one[0] == "script" and one[1].get("src")]
    if not scripts:
        return 0, "no script"
    host = urlsplit(seen.page.address).netloc
    foreign = []
    for _tag, given in scripts:
        address = urlsplit(given["src"])
        if address.netloc and (address.netloc != host or not address.scheme):
            foreign.append(given)
    if not foreign:
        return 0, "scripts of our own"
    if any(not one["src"].startswith("https:") for one in foreign):
        return -50 if any("integrity" not in one for one in foreign) else -20, "without TLS"
    return (5, "foreign, sealed") if all("integrity" in one for one in foreign) else (-5, "foreign")


def x_content_type_options(seen: Seen) -> Verdict:
    value = seen.page.header("x-content-type-options")
    return (0 if value == "nosniff" else -5), value or "none"


def x_frame_options(seen: Seen) -> Verdict:
    if policy_of(seen.page).get("frame-ancestors"):
        return 5, "by the policy"
    value = seen.page.header("x-frame-options")
    return (0 if value in ("deny", "sameorigin") else -20), value or "none"


def cross_origin_resource_policy(seen: Seen) -> Verdict:
    value = seen.page.header("cross-origin-resource-policy")
    if value in ("same-origin", "same-site"):
        return 10, value
    return (0 if value in ("", "cross-origin") else -5), value or "none"


def cross_origin_opener_policy(seen: Seen) -> Verdict:
    value = seen.page.header("cross-origin-opener-policy").partition(";")[0]
    return (0 if value in OPENERS | {""} else -5), value or "none"


def cross_origin_embedder_policy(seen: Seen) -> Verdict:
    value = seen.page.header("cross-origin-embedder-policy").partition(";")[0]
    known = ("require-corp", "credentialless", "unsafe-none", "")
    return (0 if value in known else -5), value or "none"


TESTS: tuple[Callable[[Seen], Verdict], ...] = (
    content_security_policy,
    cookies,
    cross_origin_resource_sharing,
    redirection,
    referrer_policy,
    strict_transport_security,
    subresource_integrity,
    x_content_type_options,
    x_frame_options,
    cross_origin_resource_policy,
    cross_origin_opener_policy,
    cross_origin_embedder_policy,
)


def judged(seen: Seen) -> dict[str, Verdict]:
    """Of each test: the points it gives or takes, and why."""
    return {one.__name__: one(seen) for one in TESTS}


def score(verdicts: dict[str, Verdict]) -> int:
    """Out of 100; what is better than asked for counts from 90 on."""
    points = [given for given, _why in verdicts.values()]
    low = max(0, 100 + sum(one for one in points if one < 0))
    return low + sum(one for one in points if one > 0) if low >= 90 else low


def failed(verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
    return {name: one for name, one in verdicts.items() if one[0] < 0}


# --- Asking and following -----------------------------------------------------------------------


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def tags(text: str) -> list[tuple[str, dict[str, str]]]:
    parser = Tags()
    parser.feed(text)
    return parser.found


def fetched(address: str, trust: ssl.SSLContext, **headers: str) -> Answer:
    parts = urlsplit(address)
    if parts.scheme == "https":
        wire = HTTPSConnection(parts.netloc, timeout=60, context=trust)
    else:
        wire = HTTPConnection(parts.netloc, timeout=60)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    wire.request("GET", path or "/", headers={"User-Agent": "observatory", **headers})
    response = wire.getresponse()
    text = response.read().decode("utf-8", "replace")
    wire.close()
    return Answer(address, response.status, response.getheaders(), text)


def route_from(address: str, trust: ssl.SSLContext) -> list[str]:
    """From the address without TLS to where it ends, at most ten steps on."""
    steps = [address.replace("https:", "http:", 1)]
    try:
        while len(steps) < 10:
            answer = fetched(steps[-1], trust)
            if answer.status not in (301, 302, 303, 307, 308):
                break
            steps.append(urljoin(steps[-1], answer.all("location")[0]))
    except OSError:
        return [] if len(steps) == 1 else steps
    return steps


def links(page: Answer) -> list[str]:
    hrefs = [one.get("href", "") for tag, one in tags(page.text) if tag == "a"]
    return [urldefrag(urljoin(page.address, href))[0] for href in hrefs]


def pages(address: str, trust: ssl.SSLContext, languages: Iterable[str]) -> Iterable[Answer]:
    """Every page that somebody finds who only follows links.

    What an address asks for behind its question mark is another view of the same page.
    """
    starts = [f"{address}/{code}/" for code in languages]
    waiting, met = deque(starts), set(starts)
    while waiting:
        page = fetched(waiting.popleft(), trust)
        if page.status != 200 or not page.header("content-type").startswith("text/html"):
            continue
        yield page
        for one in (link.partition("?")[0] for link in links(page)):
            if one not in met and one.startswith(tuple(starts)):
                met.add(one)
                waiting.append(one)


def seen_at(page: Answer, trust: ssl.SSLContext) -> Seen:
    elsewhere = fetched(page.address, trust, Origin=ELSEWHERE)
    return Seen(page, elsewhere, route_from(page.address, trust))


def watch(address: str, ca: str | None = None, languages: tuple[str, ...] = ("nl", "es")) -> int:
    """Print a line for each page; 1 when one of them fails one of the twelve."""
    trust = ssl.create_default_context(cafile=ca)
    count, wrong, lowest = 0, 0, 1000
    for page in islice(pages(address.rstrip("/"), trust, languages), MOST_PAGES):
        verdicts = judged(seen_at(page, trust))
        bad = failed(verdicts)
        count, wrong, lowest = count + 1, wrong + bool(bad), min(lowest, score(verdicts))
        why = "".join(f"  {name} {points} ({why})" for name, (points, why) in bad.items())
        print(f"{12 - len(bad)}/12 {score(verdicts):4} {urlsplit(page.address).path}{why}")
    print(f"{count} pages, {wrong} with something wrong, lowest score {lowest}")
    return 1 if wrong or not count else 0
