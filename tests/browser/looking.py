"""What is wrong with the page that is open: axe, and what axe does not look at."""

import os
from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What axe cannot decide, and somebody looked at: words inside a drawing, which axe sees no ground
# under (ink on paper, with a rim of paper around each letter), and a tick beside hidden words.
REVIEWED = {"color-contrast": "svg text, .matrix td, .matrix th, #session p"}
RUN = """([tags, reviewed]) => axe.run(document, {runOnly: {type: 'tag', values: tags},
  resultTypes: ['violations', 'incomplete'], preload: false}).then(found => {
    const names = one => one.nodes.map(n => n.target.join(' ')).join(' | ');
    const open = one => one.nodes.filter(n => !(reviewed[one.id]
      && document.querySelector(n.target.join(' '))?.closest(reviewed[one.id])));
    return [...found.violations.map(one => one.id + ': ' + names(one)),
      ...found.incomplete.map(one => ({...one, nodes: open(one)})).filter(one => one.nodes.length)
        .map(one => 'undecided ' + one.id + ': ' + names(one))] })"""
LOOK = """() => [document.querySelectorAll('h1').length, document.title.length > 0,
  document.documentElement.lang, document.documentElement.scrollWidth]"""
# WCAG 1.4.12, set by the reader; then: what does not fit the box that hides its overflow?
SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
  const hides = one => /hidden|clip/.test(getComputedStyle(one).overflow);
  const cut = [...document.querySelectorAll('body *')].filter(one => hides(one)
    && !one.matches('input, img, svg, svg *, .hidden-visually') && one.clientHeight > 1
    && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1));
  const found = [document.documentElement.scrollWidth,
    cut.map(one => 'cut by spacing: ' + one.outerHTML.slice(0, 80))];
  document.adoptedStyleSheets = [];
  return found }"""
NARROW, WIDE = 320, 1280  # 320 px is also what 1280 px are at 400%
LANGUAGES = ["nl", "es", "fr", "en"]
WHOLE = bool(os.environ.get("STEDENBAND_WHOLE_MATRIX"))


def combinations(turn):
    """In which languages, how wide a page is looked at: all, or two of the eight by turns."""
    if WHOLE:
        return [(language, width) for language in LANGUAGES for width in (NARROW, WIDE)]
    return [(LANGUAGES[turn % 4], NARROW), (LANGUAGES[(turn + 2) % 4], WIDE)]


def faults(page, language, width):
    """What is wrong with the page that is open, at this width, in words."""
    page.set_viewport_size({"width": width, "height": 900})
    headings, titled, lang, wide = page.evaluate(LOOK)
    found = [] if headings == 1 else [f"{headings} h1"]
    found += [] if titled else ["no title"]
    found += [] if lang == language else [f"lang={lang}"]
    found += [] if wide <= width else [f"{wide} px wide"]
    spaced, cut = page.evaluate(SPACED)
    found += [] if spaced <= width else [f"{spaced} px wide with text spaced"]
    return found + cut + judged(page)


def judged(page):
    """What axe finds, and what it leaves undecided that nobody looked at."""
    page.evaluate(AXE)
    return page.evaluate(RUN, [TAGS, REVIEWED])
