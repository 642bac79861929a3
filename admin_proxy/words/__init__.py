"""What the product says, in the language of whoever is spoken to: English stands in the code, German in `de.po`.

`say` and `say_n` put a sentence into the language that is being spoken, at once; `later` only marks one that stands in
a table and is said when it is read. Pictures, which are made once for everybody, use `t` of `ui.components.words`.
Whatever is stored stays English or a tag: who reads it may speak another language than who caused it.
"""

from admin_proxy.words.catalog import german
from admin_proxy.words.retelling import retell, values_of
from admin_proxy.words.speaking import (
    LANGUAGES,
    language_of,
    later,
    locale,
    locale_of,
    names,
    number,
    preferred,
    say,
    say_n,
    speak,
    speaking,
    spoken,
)

__all__ = [
    "LANGUAGES",
    "german",
    "language_of",
    "later",
    "locale",
    "locale_of",
    "names",
    "number",
    "preferred",
    "retell",
    "say",
    "say_n",
    "speak",
    "speaking",
    "spoken",
    "values_of",
]
