"""What changed between two texts, word by word."""

from difflib import SequenceMatcher

Part = tuple[str, str]  # "same", "gone" or "new", and the words


def word_changes(old: str, new: str) -> list[Part]:
    """The words of both texts in order, each run marked: the same, gone, or new."""
    a, b = old.split(), new.split()
    found: list[Part] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", " ".join(a[i1:i2])))
            continue
        if i2 > i1:
            found.append(("gone", " ".join(a[i1:i2])))
        if j2 > j1:
            found.append(("new", " ".join(b[j1:j2])))
    return found
