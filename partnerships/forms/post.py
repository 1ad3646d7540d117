"""Forms on posts."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Post, Side, Twinning
from stedenband.fields import DayField
from stedenband.forms import VersionedForm
from stedenband.texts import WrittenLanguage

WORDS = ("kind", "title", "language", "needed_until")


class PostForm(VersionedForm):
    """A post by its role. Whose it is, is asked of a new one where there is a choice."""

    button = _("Save the post")
    layout = Layout("side", "kind", "title", "language", "needed_until")

    side = forms.ChoiceField(label=_("On which side?"))
    kind = forms.ChoiceField(label=_("Which post?"), choices=Post.Kind.choices)
    title = forms.CharField(
        label=_("As it is called there"),
        max_length=150,
        required=False,
        help_text=_("The post, never a person's name."),
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    needed_until = DayField(
        label=_("Until when is this post needed?"),
        required=False,
        help_text=_("Empty if that is not known."),
    )

    def __init__(
        self,
        *args: Any,
        twinning: Twinning,
        sides: list[Side],
        language: str = "nl",
        post: Post | None = None,
        **kwargs: Any,
    ) -> None:
        initial = {"version": 0, "language": language, "side": sides[0]}
        if post:
            initial = {name: getattr(post, name) for name in WORDS} | {"version": post.version}
        super().__init__(*args, initial=initial, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["side"].choices = [(side.value, twinning.name_of(side)) for side in sides]
        if post:
            del self.fields["side"]
            self.layout = Layout(*WORDS)
