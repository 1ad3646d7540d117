"""Texts that would be scripts where a page forgot what they are, and every row full of them.

Each calls `fired()`, which a browser counts, and what it would make carries the word `evil`.
"""

from itertools import count

from django.apps import apps
from django.db import DataError, IntegrityError, models, transaction

from partnerships.actions.passage import write_all_passages
from partnerships.models import Translation
from stedenband.accounts.models import User
from stedenband.markdown import RenderedField, render_markdown
from tests.security.figures import LONG

SCRIPTS = [
    "<script>fired()</script>",
    "<ScRiPt evil>fired()</sCrIpT>",
    "<script evil src=//evil.example/fired.js></script>",
    "<script evil src=data:,fired()></script>",
    "</script><script>fired()</script>",
    "--></style></title></textarea></script><script>fired()</script>",
    "<img evil src=x onerror=fired()>",
    "<img/evil/src=x/onerror=fired()>",
    "<img evil src=x onerror=&#102;ired()>",
    "<svg evil onload=fired()>",
    "<svg><script evil>fired()</script></svg>",
    "<svg><animate evil onbegin=fired() attributeName=x dur=1s>",
    "<svg><a evil xlink:href='javascript:fired()'><text y=9>x</text></a></svg>",
    "<svg><foreignObject><iframe evil srcdoc='<script>parent.fired()</script>'>",
    "<math evil href='javascript:fired()'>x</math>",
    "<math><mtext><table><mglyph><style><img evil src=x onerror=fired()>",
    "<iframe evil src='javascript:parent.fired()'></iframe>",
    "<iframe evil srcdoc='<script>parent.fired()</script>'></iframe>",
    "<object evil data='javascript:fired()'></object>",
    "<embed evil src='javascript:fired()'>",
    "<body evil onload=fired()>",
    "<body evil onpageshow=fired()>",
    "<input evil autofocus onfocus=fired()>",
    "<select evil autofocus onfocus=fired()>",
    "</textarea><textarea evil autofocus onfocus=fired()>",
    "<details evil open ontoggle=fired()>",
    "<video evil><source onerror=fired()></video>",
    "<video evil src=x onerror=fired()></video>",
    "<audio evil src=x onerror=fired()></audio>",
    "<marquee evil onstart=fired()>x</marquee>",
    "<p evil style='animation:x' onanimationstart=fired()>",
    "<style evil>@import 'javascript:fired()';</style>",
    "<link evil rel=stylesheet href='javascript:fired()'>",
    "<base evil href='javascript:fired()//'>",
    "<meta evil http-equiv=refresh content='0;url=javascript:fired()'>",
    "<form evil action='javascript:fired()'><button>x</button></form>",
    "<button evil formaction='javascript:fired()'>x</button>",
    "<a evil href='javascript:fired()'>x</a>",
    "<a evil href='jav&#x09;ascript:fired()'>x</a>",
    "<a evil href='&#106;avascript:fired()'>x</a>",
    "<a evil href='data:text/html,<script>fired()</script>'>x</a>",
    "<a evil href='vbscript:fired()'>x</a>",
    "<evil-x is=evil onclick=fired()>x</evil-x>",
    "<template evil><script>fired()</script></template>",
    # Out of an attribute, a script, a comment.
    '"><script>fired()</script>',
    "'><img evil src=x onerror=fired()>",
    '" evil onfocus=fired() autofocus x="',
    "' evil onmouseover=fired() x='",
    "` evil onmouseover=fired() x=`",
    " evil onclick=fired() ",
    "';fired();'",
    '";fired();"',
    '\\";fired();//',
    "<!--><img evil src=x onerror=fired()>-->",
    "<![CDATA[><img evil src=x onerror=fired()>]]>",
    "<noscript><p title='</noscript><img evil src=x onerror=fired()>'>",
    # As an address, as Markdown, as a template.
    "javascript:fired()",
    "JaVaScRiPt:fired()",
    "[x](javascript:fired())",
    "[x](jav&#x09;ascript:fired())",
    "[x](&#106;avascript:fired())",
    '![x](x" onerror="fired())',
    "<javascript:fired()>",
    "[evil]: javascript:fired()\n[evil]",
    '[x](https://a.example "" onmouseover=fired() evil=")',
    "[x](data:text/html;base64,PHNjcmlwdD5maXJlZCgpPC9zY3JpcHQ+)",
    "`</code><img evil src=x onerror=fired()>`",
    "{{constructor.constructor('fired()')()}}",
    "${fired()}",
    "{{ 7|add:7770000 }}{% now 'evil' %}",
    "{{ form.names }}{{ user.password }}",
    # Written so that somebody might read it back.
    "%3Cscript%3Efired()%3C/script%3E",
    "&lt;script&gt;fired()&lt;/script&gt;",
    "\\x3cscript\\x3efired()\\x3c/script\\x3e",
    "＜script＞fired()＜/script＞",
]
# What the checks of such a column let through.
ADDRESSES = [
    'https://evil.example/"><script>fired()</script>',
    "https://evil.example/'evil/onfocus=fired()//autofocus",
    "https://evil.example/?q=<svg/evil/onload=fired()>#javascript:fired()",
]
MAILBOX = '"<svg/evil/onload=fired()>{}"@evil.example'
KEPT = {"slug", "key", "code", "file", "language", "time_zone", "password", "content_type"}
KEPT |= {"digest", "token", "session_key", "country", "icon"}


def texts(longest, number):
    """As many of them as a column takes, from one on; in the long form each alone."""
    found = SCRIPTS[number % len(SCRIPTS)]
    for one in () if LONG else range(1, len(SCRIPTS)):
        longer = f"{found}\n\n{SCRIPTS[(number + one) % len(SCRIPTS)]}"
        if len(longer) > longest:
            break
        found = longer
    return found


def hostile_value(column, number):
    """What somebody could have got into a column."""
    longest = column.max_length or 12_000
    if isinstance(column, models.EmailField):
        return MAILBOX.format(number)
    if isinstance(column, models.URLField) or column.name in ("url", "link"):
        return ADDRESSES[number % len(ADDRESSES)]
    ending = f" {number}" if column.unique else ""
    return texts(longest - len(ending), number)[: longest - len(ending)] + ending


def is_written(column):
    """Whether somebody's words stand in a column."""
    is_text = isinstance(column, models.CharField | models.TextField)
    is_drawn = isinstance(column, RenderedField)
    return is_text and not (is_drawn or column.choices or column.name in KEPT)


class Hostile:
    """Fills every text of every row, beginning with another one each time."""

    def __init__(self, start=0):
        self.numbers, self.columns, self.written = count(start), set(), 0

    def fill(self):
        nouns = [*apps.get_app_config("partnerships").get_models()]
        nouns += [*apps.get_app_config("stedenband").get_models(), User]
        for model in nouns:
            for row in model._default_manager.all():
                self.fill_row(model, row)
        write_all_passages()
        return self

    def fill_row(self, model, row):
        rows = model._default_manager.filter(pk=row.pk)
        for column in filter(is_written, model._meta.concrete_fields):
            self.put(rows, column)
        one = rows.get()
        drawn = [each for each in model._meta.concrete_fields if isinstance(each, RenderedField)]
        if drawn:
            rows.update(**{c.name: str(render_markdown(getattr(one, c.source))) for c in drawn})
        if model is Translation:
            words = {name: self.text() for name in one.words}
            html = {name: str(render_markdown(words[name])) for name in one.html}
            rows.update(words=words, html=html, original={name: self.text() for name in words})

    def text(self):
        self.written += 1
        return texts(12_000, next(self.numbers))

    def put(self, rows, column):
        try:
            with transaction.atomic():
                rows.update(**{column.name: hostile_value(column, next(self.numbers))})
        except (IntegrityError, DataError):
            return  # no such text can come there
        self.columns.add(f"{rows.model.__name__}.{column.name}")
        self.written += 1
