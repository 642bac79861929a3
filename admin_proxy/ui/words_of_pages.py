"""The part of the catalog that browsers load: what pictures and the parts in `assets/ui` say, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping

from admin_proxy import words
from admin_proxy.ui.components.words import in_pictures
from admin_proxy.words.used import in_parts


def german() -> str:
    """The module that `words.jsx` loads for a German reader. The pages must have been drawn before."""
    catalog = words.german()
    told = {
        name_of(one): (list(catalog[one]) if many else catalog[one][0])
        for one, many in sorted((in_pictures | in_parts()).items())
        if one in catalog
    }
    return f"export default {json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n"


def name_of(sentence: str) -> str:
    """FNV-1a over UTF-16, as `words.jsx` has it: a short name for a long sentence."""
    value = 0x811C9DC5
    units = sentence.encode("utf-16-le")
    for at in range(0, len(units), 2):
        value = ((value ^ int.from_bytes(units[at : at + 2], "little")) * 0x01000193) & 0xFFFFFFFF
    return _in_base_36(value)


def names() -> Mapping[str, str]:
    """Each sentence's name; two of the same one would be told as each other."""
    return {sentence: name_of(sentence) for sentence in in_pictures | in_parts()}


def _in_base_36(value: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while value:
        value, digit = divmod(value, 36)
        text = digits[digit] + text
    return text or "0"
