"""Forms on what a funding covers."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from partnerships.forms.promise import AmountField
from partnerships.models import Cover, Funding, Milestone, Post, Promise, words_of_thing
from partnerships.models.milestone import OPEN
from stedenband.fields import DayField
from stedenband.forms import VersionedForm

WORDS = ("starts_on", "ends_on", "amount")


class CoverForm(VersionedForm):
    """What a funding pays for, and until when."""

    button = _("Save the cover")
    layout = Layout("thing", Div("starts_on", "ends_on", css_class="pair-of-fields"), "amount")

    thing = forms.ChoiceField(label=_("What does it pay for?"))
    starts_on = DayField(label=_("From"))
    ends_on = DayField(
        label=_("Until"),
        help_text=_("If the money stops earlier, give the earlier day: the other side sees it."),
    )
    amount = AmountField(label=_("Amount in euro"), required=False, help_text=_("May stay empty."))

    def __init__(
        self, *args: Any, funding: Funding, cover: Cover | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": 0, "ends_on": funding.ends_on}
        initial["starts_on"] = funding.starts_on
        if cover:
            initial = {name: getattr(cover, name) for name in WORDS}
            initial |= {"version": cover.version, "thing": f"{cover.kind}-{cover.thing.pk}"}
        super().__init__(*args, initial=initial, **kwargs)
        self.things: dict[str, Any] = {}
        fields: dict[str, Any] = self.fields
        fields["thing"].choices = [("", "—"), *self.offer(funding, cover)]

    def offer(self, funding: Funding, cover: Cover | None) -> list[Any]:
        """Posts, promises that stand and milestones that are open, by kind."""
        groups = []
        for kind, label, rows in things_of(funding, cover):
            found = {f"{kind}-{row.pk}": row for row in rows}
            self.things |= found
            choices = [(key, shown(row)) for key, row in found.items()]
            groups += [(label, choices)] if choices else []
        return groups

    def clean_thing(self) -> Any:
        thing = self.things.get(self.cleaned_data["thing"])
        if thing is None:
            raise ValidationError(_("Choose a post, a promise or a milestone of this twinning."))
        return thing


def things_of(funding: Funding, cover: Cover | None) -> list[tuple[str, Any, list[Any]]]:
    """What a funding can pay for, and what the cover is of already."""
    twinning = funding.twinning
    posts = Post.objects.filter(twinning=twinning).with_names()
    promises = Promise.objects.filter(twinning=twinning).standing().with_names()
    milestones = Milestone.objects.running().filter(trajectory__twinning=twinning, state__in=OPEN)
    groups: list[tuple[str, Any, list[Any]]] = [
        ("post", _("Posts"), list(posts)),
        ("promise", _("Promises"), list(promises)),
        ("milestone", _("Milestones"), list(milestones.with_names())),
    ]
    for kind, _label, rows in groups:
        if cover and cover.kind == kind and cover.thing not in rows:
            rows.append(cover.thing)
    return groups


def shown(thing: Any) -> str:
    """Whose it is, what it is, and by when where there is a day."""
    day = getattr(thing, "due_on", None) or getattr(thing, "needed_until", None)
    side = thing.duty if isinstance(thing, Milestone) else thing.side
    words = Truncator(words_of_thing(thing)).chars(90)
    return f"{thing.twinning.name_of(side)}: {words}" + (f" ({day:%Y-%m-%d})" if day else "")
