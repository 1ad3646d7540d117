"""The components: pieces of page that are told everything and ask nothing."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import Form
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stedenband import clock
from stedenband.layout import Kept, KeptState
from stedenband.texts import LANGUAGES, WrittenLanguage

register = template.Library()

TICK = '<path d="M-3 0l2 2.6 4-5" fill="none" stroke="#fff" stroke-width="1.8"/>'
DISC = '<circle r="6.5" fill="currentColor"/>'
RING = '<circle r="5.75" fill="#fff" stroke="currentColor" stroke-width="1.8"/>'
LINE = 'fill="none" stroke="currentColor" stroke-width="1.8"'
GLYPHS = {
    "done": DISC + TICK,
    "review": RING + '<path d="M0 -6.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>',
    "key": RING + f'<circle cx="-1.6" r="2" {LINE}/><path d="M.6 0h3.6m-1.4 0v1.8" {LINE}/>',
    "one_side": RING + '<path d="M0 -6.5a6.5 6.5 0 0 0 0 13z" fill="currentColor"/>',
    "returned": RING + f'<path d="M3 1.6c-.6-2.8-3.4-3.4-5.4-1.8m.1-2.4v2.6h2.6" {LINE}/>',
    "contested": '<path d="M0 -7.2L7.2 0 0 7.2 -7.2 0z" fill="#fff" stroke="currentColor" '
    'stroke-width="1.8" stroke-linejoin="round"/><path d="M-2 -2l4 4m0-4l-4 4" '
    'stroke="currentColor" stroke-width="1.8"/>',
    "late": '<path d="M0 -7l7 12.5h-14z" fill="#fff" stroke="currentColor" stroke-width="1.9" '
    'stroke-linejoin="round"/><path d="M0 -2.6v4.4m0 1.6v.8" stroke="currentColor" '
    'stroke-width="1.8"/>',
    "planned": RING,
    "postponed": RING + f'<path d="M-2.4 -2.6L.2 0l-2.6 2.6M.8 -2.6L3.4 0 .8 2.6" {LINE}/>',
    "dropped": '<circle r="5.75" fill="#fff" stroke="currentColor" stroke-width="1.4" '
    'stroke-dasharray="2 1.6"/><path d="M-3.4 0h6.8" stroke="currentColor" stroke-width="1.8"/>',
    "documented": '<rect x="-5.5" y="-6" width="11" height="12" rx="1" fill="currentColor"/>'
    '<path d="M-2.8 -2.2h5.6m-5.6 2.6h5.6" stroke="#fff" stroke-width="1.4"/>',
    "unknown": '<rect x="-5" y="-5.5" width="10" height="11" rx="1" fill="#fff" '
    'stroke="currentColor" stroke-width="1.4" stroke-dasharray="2 1.6"/>'
    f'<path d="M-1.7 -1.6c0-2.4 3.4-2.2 3.4 0 0 1.4-1.7 1.3-1.7 2.8m0 1.5v.9" {LINE}/>',
    "towards": RING + f'<path d="M-3.2 0h6m-2.2 -2.4L3 0l-2.4 2.4" {LINE}/>',
    "still": RING + f'<path d="M-1.9 -2.6v5.2M1.9 -2.6v5.2" {LINE}/>',
    "away": RING + f'<path d="M3.2 0h-6m2.2 -2.4L-3 0l2.4 2.4" {LINE}/>',
}
TONES = {
    "towards": "done",
    "still": "wait",
    "away": "late",
    "done": "done",
    "documented": "done",
    "late": "late",
    "contested": "late",
    "returned": "wait",
    "review": "wait",
    "key": "wait",
    "one_side": "wait",
}


@register.simple_tag
def glyph_shape(state: str) -> SafeString:
    """The drawing of a state around 0,0; for use inside an SVG."""
    return mark_safe(GLYPHS[state])  # noqa: S308 - a constant of ours


@register.simple_tag
def glyph(state: str, label: str = "") -> SafeString:
    """The drawing of a state by itself; with a label it speaks, without it is silent."""
    name = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    shape = mark_safe(GLYPHS[state])  # noqa: S308 - a constant of ours
    return format_html('<svg class="glyph" viewBox="-8 -8 16 16" {}>{}</svg>', name, shape)


@register.simple_tag
def state(name: str, label: str) -> SafeString:
    """Glyph and word of a state."""
    tone = TONES.get(name, "plan")
    return format_html('<span class="state {}">{}{}</span>', tone, glyph(name), label)


@register.inclusion_tag("components/ribbon.html")
def ribbon(drawn: Any) -> dict[str, Any]:
    """The months of a trajectory, drawn and in one sentence."""
    return {"ribbon": drawn}


@register.inclusion_tag("components/goal.html")
def goal_chip(goal: Any, named: bool = True) -> dict[str, Any]:
    """A goal: its number on the official colour, its name beside it."""
    return {"goal": goal, "named": named}


@register.simple_tag
def own_goal_chip(goal: Any) -> SafeString:
    """A twinning's own goal: the same chip in a neutral colour, said to be its own."""
    own = _("own goal")
    chip = '<span class="goal own"><b>{}</b><span>{} <em>{}</em></span></span>'
    return format_html(chip, goal.number, spoken(goal.name), own)


@register.inclusion_tag("components/target.html")
def target_chip(target: Any) -> dict[str, Any]:
    """A target: its code on the goal's colour, its label beside it."""
    return {"target": target}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: dict[str, Any], page: Any, parameter: str = "page") -> dict[str, Any]:
    """Earlier and later pages of a list, keeping what was searched for and other lists' pages."""
    links = {}
    for name, number in (("previous", page.number - 1), ("next", page.number + 1)):
        query = context["request"].GET.copy()
        query[parameter] = str(number)
        links[name] = "?" + query.urlencode()
    return {"page": page, "links": links}


@register.inclusion_tag("components/conflict.html")
def conflict(form: Form) -> dict[str, Any]:
    """Both texts side by side, when somebody else saved meanwhile."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def kept(context: Any, form: Any) -> SafeString | str:
    """What stands in every form, for one that is not laid out by crispy."""
    return Kept().render(form, context)


@register.simple_tag(takes_context=True)
def kept_state(context: Any, form: Any) -> SafeString | str:
    """And below its fields: what the script says."""
    return KeptState().render(form, context)


@register.inclusion_tag("components/errors.html")
def error_summary(form: Form) -> dict[str, Any]:
    """What is wrong with a form, each with a link to its field."""
    fields = [(field, list(field.errors)) for field in form if field.errors and not field.is_hidden]
    hidden = [str(e) for field in form if field.is_hidden for e in field.errors]
    return {"form": form, "fields": fields, "general": [*form.non_field_errors(), *hidden]}


@register.simple_block_tag
def card(content: str, title: str = "") -> SafeString:
    """A box with an optional heading."""
    heading = format_html("<h3>{}</h3>", title) if title else SafeString("")
    return format_html('<div class="card">{}{}</div>', heading, content)


@register.filter
def spoken(text: Any) -> SafeString | str:
    """A text marked with its language where that is not the page's."""
    lang = getattr(text, "lang", "")
    if not lang or lang == (get_language() or "")[:2]:
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', lang, text)


@register.filter
def on_day(address: str, day: date | None) -> str:
    """An address that tells of the same day gone by as this page."""
    return f"{address}?on={day.isoformat()}" if day else address


@register.filter
def written_language(code: str) -> str:
    """The name of a written language."""
    return str(WrittenLanguage(code).label) if code in WrittenLanguage.values else code


@register.filter
def foreign(code: str) -> bool:
    """Whether a text in this language is not in the page's."""
    return bool(code) and code != (get_language() or "")[:2]


@register.filter
def ago(moment: date | datetime | None) -> str:
    """`today`, `yesterday`, `6 days ago`; a date beyond two months."""
    if moment is None:
        return ""
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    days = (timezone.localdate(clock.now()) - day).days
    if days > 60 or days < 0:
        return date_format(day, "DATE_FORMAT")
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


@register.filter
def seconds_left(moment: datetime) -> int:
    return int((moment - clock.now()).total_seconds())


@register.filter
def days_since(moment: datetime | None) -> str:
    """`41 d`, for narrow columns; a dash when it never was."""
    if moment is None:
        return "–"
    days = (timezone.localdate(clock.now()) - timezone.localdate(moment)).days
    return _("%(n)s d") % {"n": days}


@register.filter
def grouped(number: int | None) -> str:
    """61139 as people write it in the page's language."""
    return "" if number is None else intcomma(number)


@register.filter
def unlocalized(number: float) -> str:
    """A number as a drawing needs it: with a point, whatever the page's language."""
    return f"{number:g}"


@register.filter
def host(url: str) -> str:
    """The site an address belongs to, without www."""
    return urlsplit(url).netloc.removeprefix("www.")


@register.filter
def filesize(size: int) -> str:
    """`340 kB`, `2,1 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{intcomma(round(size / 1_000_000, 1))} MB"


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """For each language of the interface: its code, this page in it, whether it is this one."""
    now = (get_language() or "")[:2]
    request = context.get("request")
    here = request.get_full_path() if request else "/"
    # The words of an address are the same in every language, and some have none before them.
    start, rest = f"/{now}/", here.removeprefix(f"/{now}/")
    has_language = here.startswith(start)
    links = {code: f"/{code}/{rest}" if has_language else here for code in LANGUAGES}
    return [(code, link, code == now) for code, link in links.items()]
