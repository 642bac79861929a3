"""What was kept in English, said to whoever reads it now: the record and letters keep sentences, not keys."""

from __future__ import annotations

import re
from functools import cache

from admin_proxy.words.speaking import say, spoken


def retell(kept: str, *sentences: str) -> str:
    """What was kept, in the language that is being spoken.

    Args:
        sentences: what it may have been, as `later` has marked it; the first that fits. What fits none stays as it is.
    """
    if spoken() == "en":
        return kept
    for sentence in sentences:
        if (found := values_of(kept, sentence)) is not None:
            return say(sentence, **found)
    return kept


def values_of(kept: str, sentence: str) -> dict[str, str] | None:
    """What stood in the places of the sentence when it was kept; None: it was another one."""
    found = _pattern(sentence).fullmatch(kept)
    return found.groupdict() if found else None


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    """The sentence with anything at all for each `{name}`, and the same again where a name comes again."""
    parts, seen = re.split(r"\{(\w+)\}", sentence), set[str]()
    said = [re.escape(parts[0])]
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        said += [f"(?P={name})" if name in seen else f"(?P<{name}>.+)", re.escape(text)]
        seen.add(name)
    return re.compile("".join(said), re.DOTALL)
