"""The part of the catalog that browsers load: what pictures and the parts in `assets/ui` say, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from admin_proxy import words
from admin_proxy.ui.components.words import in_pictures
from admin_proxy.words.used import in_parts

MOST_PAGES = 3
"""What more pages than one in so many say comes with every page."""


def german() -> dict[str, str]:
    """The modules that `words.jsx` loads for a German reader, by their names: the words of every page, which names
    the others, and those of one page each. The pages must have been drawn before.
    """
    everywhere = in_parts() | in_pictures.get("", {}) | _of_many_pages()
    pages = {page: said for page, said in sorted(in_pictures.items()) if page}
    modules = {page: f"german_{number}" for number, page in enumerate(pages)}
    loads = ",".join(f'{json.dumps(page)}:()=>import("./{module}.js")' for page, module in modules.items())
    made = {"german": f"export const everywhere={_told(everywhere)};export const pages={{{loads}}};\n"}
    for page, module in modules.items():
        only_here = {one: many for one, many in pages[page].items() if one not in everywhere}
        made[module] = f"export default {_told(only_here)};\n"
    return made


def said() -> dict[str, str]:
    """All that browsers say."""
    together = in_parts()
    for of_a_page in in_pictures.values():
        together |= of_a_page
    return together


def _of_many_pages() -> dict[str, str]:
    pages = [of_a_page for page, of_a_page in in_pictures.items() if page]
    counts = Counter(one for of_a_page in pages for one in of_a_page)
    return {
        one: many for of_a_page in pages for one, many in of_a_page.items() if counts[one] * MOST_PAGES > len(pages)
    }


def _told(said: Mapping[str, str]) -> str:
    catalog = words.german()
    told = {
        name_of(one): (list(catalog[one]) if many else catalog[one][0])
        for one, many in sorted(said.items())
        if one in catalog
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def name_of(sentence: str) -> str:
    """FNV-1a over UTF-16, as `words.jsx` has it: a short name for a long sentence."""
    value = 0x811C9DC5
    units = sentence.encode("utf-16-le")
    for at in range(0, len(units), 2):
        value = ((value ^ int.from_bytes(units[at : at + 2], "little")) * 0x01000193) & 0xFFFFFFFF
    return _in_base_36(value)


def names() -> Mapping[str, str]:
    """Each sentence's name; two of the same one would be told as each other."""
    return {sentence: name_of(sentence) for sentence in said()}


def _in_base_36(value: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while value:
        value, digit = divmod(value, 36)
        text = digits[digit] + text
    return text or "0"
