"""Text with a little markup: written as Markdown, kept beside it as harmless HTML."""

from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 20_000  # bytes of UTF-8
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "hr", "code"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "fence"])


def render_markdown(text: str) -> SafeString:
    """The HTML of a text: paragraphs, emphasis, lists, quotes, headings and links, nothing else."""
    tokens = PARSER.parse(text)
    lower_headings(tokens)
    drawn = PARSER.renderer.render(tokens, PARSER.options, {})
    clean = nh3.clean(
        drawn,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean.strip())  # noqa: S308 - cleaned on the line above


def lower_headings(tokens: list[Token]) -> None:
    """A page has its own h1 and h2: the highest headings become h3, those below them h4.

    What stands before the first of the highest is h3 too, so that no level is skipped.
    """
    headings = [one for one in tokens if one.type in ("heading_open", "heading_close")]
    highest = min((one.tag for one in headings), default="")
    is_below = False
    for one in headings:
        is_below = is_below or one.tag == highest
        one.tag = "h4" if is_below and one.tag != highest else "h3"


def validate_length(value: str) -> None:
    """At most 20 kB: some eight pages."""
    if len(value.encode()) > LONGEST:
        raise ValidationError(_("This text is longer than 20 kB: shorten it, or add it as a file."))


class RenderedField(models.TextField):  # type: ignore[type-arg]
    """Holds the HTML of another column of the same row, drawn whenever the row is saved."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        html = str(render_markdown(str(getattr(model_instance, self.source))))
        setattr(model_instance, self.attname, html)
        return html
