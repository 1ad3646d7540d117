"""Search over everything a reader may see, with what was found marked in it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from partnerships.models import Organisation, Passage, Twinning
from partnerships.models.passage import SEARCHED, WORD
from stedenband.paging import Brief
from stedenband.texts import LocalText, fold, interface_language

MOST_WORDS = 8
MOST_FOUND = 200
MOST_TWINNINGS = 20
BATCH = 250
MOST_ASKED = 4_000  # however little of it somebody may read
AROUND = 90  # letters of a snippet before what was found, and twice as many after it
SHORTEST_STEM = 4
TWINNINGS = "twinning"


@dataclass(frozen=True)
class Hit:
    """Something that answers: where it is, its title, and the words around what was found."""

    kind: str
    title: LocalText
    address: str
    text: str = ""
    words: tuple[str, ...] = ()

    @property
    def snippet(self) -> list[tuple[bool, str]]:
        """The text around what was found, in pieces: is it marked, and its letters."""
        return snippet_of(self.text, self.words)

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)


def label_of(kind: str) -> str:
    if kind == TWINNINGS:
        return str(Twinning._meta.verbose_name_plural)
    return SEARCHED[kind].label


def search(user: object, words: str) -> list[Hit]:
    """What somebody may read and answers to all the words, twinnings first; at most some 200.

    Of a text in several languages the reader's own counts, else the first that was found.
    """
    groups = groups_of(words)
    if not groups:
        return []
    answering = Twinning.objects.visible_to(user).search(words).by_name()
    whole = Twinning.objects.with_sides().by_name()
    twinnings = Brief(answering, whole)[:MOST_TWINNINGS]
    hits = [Hit(TWINNINGS, LocalText(str(one), ""), one.get_absolute_url()) for one in twinnings]
    found = best_of(visible_passages(user, groups), groups)
    return hits + [hit_of(passage, groups) for passage in found]


def visible_passages(user: object, groups: list[list[str]]) -> list[Passage]:
    """The newest passages that answer, of what somebody may read.

    What answers is found first, by its index, and asked then whether it may be read: what a member
    may read of a large portal is dear to list, and cheap to ask of a few.
    """
    answering = Passage.objects.search(groups).order_by("-pk")
    found: list[Passage] = []
    for start in range(0, MOST_ASKED, BATCH):
        batch = list(answering[start : start + BATCH])
        found += readable(user, batch)
        if len(batch) < BATCH or len(found) >= MOST_FOUND:
            break
    return found[:MOST_FOUND]


def readable(user: object, passages: list[Passage]) -> list[Passage]:
    """Those of what somebody may read: one question for each kind among them."""
    asked: dict[str, set[int]] = defaultdict(set)
    for passage in passages:
        asked[passage.kind].add(passage.thing)
    seen = {
        kind: set(SEARCHED[kind].visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
        for kind, ids in asked.items()
    }
    return [passage for passage in passages if passage.thing in seen[passage.kind]]


def groups_of(words: str) -> list[list[str]]:
    """Each word as it is looked for, with the other names of a place that it names."""
    plain = WORD.findall(fold(words))[:MOST_WORDS]
    names = other_names(plain)
    return [[word, *names.get(word, [])] for word in plain]


def other_names(words: list[str]) -> dict[str, list[str]]:
    """Of each word that is a name of a place, the place's other names of one word."""
    found: dict[str, list[str]] = {}
    known = Organisation.objects.in_use().with_other_names()
    for place in known.named_like(one for one in words if len(one) >= SHORTEST_STEM):
        spelled = re.split(r"[,;\n]", f"{place.name},{place.name_variants}")
        names = {fold(name) for name in spelled}
        for word in names.intersection(words):
            others = sorted(one for one in names if WORD.fullmatch(one) and one != word)
            found.setdefault(word, []).extend(others)
    return found


def best_of(passages: Iterable[Passage], groups: list[list[str]]) -> list[Passage]:
    """One passage of each thing; those with the words in their title first, then the newest."""
    own, kept = interface_language(), {}
    for passage in passages:
        about = (passage.kind, passage.thing)
        if about not in kept or passage.language == own:
            kept[about] = passage
    return sorted(kept.values(), key=lambda one: not has_all(fold(one.title), groups))


def has_all(text: str, groups: list[list[str]]) -> bool:
    return all(any(word in text for word in group) for group in groups)


def hit_of(passage: Passage, groups: list[list[str]]) -> Hit:
    words = tuple(word for group in groups for word in group)
    return Hit(
        kind=passage.kind,
        title=LocalText(passage.title, passage.language),
        address=reverse(f"partnerships:{SEARCHED[passage.kind].address}", args=[passage.key]),
        text=passage.text,
        words=words,
    )


def snippet_of(text: str, words: Sequence[str]) -> list[tuple[bool, str]]:
    plain = " ".join(text.split())
    first = next((one for one in WORD.finditer(plain) if answers(one.group(), words)), None)
    start = max(0, (first.start() if first else 0) - AROUND)
    piece = plain[start : start + 3 * AROUND]
    if start:
        piece = "… " + piece.partition(" ")[2]
    if start + 3 * AROUND < len(plain):
        piece = piece.rpartition(" ")[0] + " …"
    return [(answers(part, words), part) for part in re.split(r"(\w+)", piece) if part]


def answers(word: str, words: Sequence[str]) -> bool:
    """Whether a word of a text is what was looked for, or another form of it."""
    folded = fold(word)
    return bool(folded) and any(
        folded.startswith(one) or is_same_stem(folded, one) for one in words
    )


def is_same_stem(one: str, other: str) -> bool:
    shortest = min(len(one), len(other)) - 2
    return shortest >= SHORTEST_STEM and one[:shortest] == other[:shortest]
