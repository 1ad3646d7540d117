"""Markdown becomes harmless HTML, once, when it is saved."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stedenband.markdown import LONGEST, TAGS, render_markdown, validate_length


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello *all*, **now**.", "<p>Hello <em>all</em>, <strong>now</strong>.</p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("# Big\n\n### Small", "<h3>Big</h3>\n<h4>Small</h4>"),
        ("## Alone", "<h3>Alone</h3>"),
        ("## A\n\n# B\n\n## C", "<h3>A</h3>\n<h3>B</h3>\n<h4>C</h4>"),
        (
            "[a](https://example.org/)",
            '<p><a href="https://example.org/" rel="noopener noreferrer nofollow">a</a></p>',
        ),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("![a](https://example.org/x.png)", None),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("¿Cómo? “Zó”.", "<p>¿Cómo? “Zó”.</p>"),
    ],
)
def test_what_is_kept(text, html):
    found = render_markdown(text)
    assert found == html if html is not None else "<img" not in found


@given(st.text(max_size=400))
def test_nothing_but_the_listed_tags_comes_out(text):
    found = render_markdown(text + "<svg onload=x><a href='javascript:x'>[y](data:text/html,z)")
    opened = {part.split(">")[0].split()[0].strip("/") for part in found.split("<")[1:]}
    assert (opened - TAGS, 'href="javascript' in found, 'href="data' in found) == (
        set(),
        False,
        False,
    )


def test_at_most_twenty_kilobytes():
    validate_length("é" * (LONGEST // 2))
    with pytest.raises(ValidationError):
        validate_length("é" * (LONGEST // 2) + "x")
