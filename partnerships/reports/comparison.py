"""What changed between two reports of a kind, section by section and word by word."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from partnerships.reports.document import Document, Said, Section
from stedenband.changes import Part, word_changes


@dataclass(frozen=True)
class Changed:
    """One section as it stands in both, or in one of them."""

    heading: Said
    state: str
    parts: list[Part] = field(default_factory=list)

    @property
    def label(self) -> str:
        return {
            "new": _("new"),
            "gone": _("no longer in it"),
            "changed": _("changed"),
            "same": _("the same"),
        }[self.state]


def compare(old: Document, new: Document) -> list[Changed]:
    """In the order of the new one; what only the old one had stands last."""
    before = {one.key: one for one in old.sections if not one.is_group}
    found = [changed(before.pop(one.key, None), one) for one in new.sections if not one.is_group]
    return [*found, *(Changed(one.heading, "gone", words(one, "gone")) for one in before.values())]


def changed(old: Section | None, new: Section) -> Changed:
    if old is None:
        return Changed(new.heading, "new", words(new, "new"))
    if old.lines == new.lines:
        return Changed(new.heading, "same")
    return Changed(new.heading, "changed", word_changes("\n".join(old.lines), "\n".join(new.lines)))


def words(section: Section, state: str) -> list[Part]:
    return [(state, " ".join(section.lines))] if section.lines else []
