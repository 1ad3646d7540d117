"""Somebody without a mouse: Tab, Shift+Tab, Enter, Space, arrows and letters; the focus is seen."""

from datetime import timedelta

from stedenband import clock

# Where the focus is: whether it is what was looked for, how it is called, and what is wrong: it
# has no outline, something lies on top of it (WCAG 2.4.11), or it came before the one before it.
STOP = """wanted => { const one = document.activeElement;
  if (one === document.body) { window.before = null; return null }
  const look = getComputedStyle(one), box = one.getBoundingClientRect(), wrong = [];
  if (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2) wrong.push('no outline');
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]].map(([x, y]) =>
    document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
  if (!points.some(top => top && (one.contains(top) || top.contains(one) || top.control === one)))
    wrong.push('hidden');
  const before = window.before;
  if (before?.isConnected && before !== one
      && !(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING))
    wrong.push('out of order');
  window.before = one;
  return [one.matches(wanted), one.outerHTML.slice(0, 100), wrong] }"""
MOST = 250  # presses of Tab on one page


class Keyboard:
    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.wrong, self.stops = [], 0

    def go(self, path):
        self.visitor.go(path)

    def tab_to(self, selector):
        """Press Tab until the focus is there; past the menu by the skip link."""
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            self.stops += 1
            stop = self.page.evaluate(STOP, selector)
            if stop is None:
                continue  # the end of the page: on to its beginning
            arrived, html, wrong = stop
            self.wrong += [f"{one}: {html} on {self.page.url}" for one in wrong]
            if arrived:
                return
            if 'class="skip"' in html and not selector.startswith((".top", "footer")):
                self.page.keyboard.press("Enter")
        raise AssertionError(f"no way by Tab to {selector} on {self.page.url}")

    def press(self, selector, key="Enter"):
        """Follow a link, or press a button."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def write(self, selector, text):
        self.tab_to(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def write_day(self, name, days_ago):
        """A day, as a browser's field for days takes it: its parts one after the other."""
        self.tab_to(f"[name={name}]")
        day = clock.today() - timedelta(days=days_ago)
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def choose(self, name, value):
        """A radio button: by Space where none was chosen, else by the arrows."""
        self.tab_to(f"[name={name}]")
        self.page.keyboard.press("Space")
        for _ in range(10):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def pick(self, name, steps=1):
        """So many steps down in a list of choices."""
        self.tab_to(f"[name={name}]")
        for _ in range(steps):
            self.page.keyboard.press("ArrowDown")

    def value(self, name):
        return self.page.input_value(f"[name={name}]")
