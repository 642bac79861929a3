"""Brings `admin_proxy/words/de.po` in step with the code: what is said and not in it is added, empty; the rest goes.

    python docs/gather_words.py

It ends with what there is to translate. `tests/words` fails as long as anything is.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from admin_proxy.words.catalog import PATH
from admin_proxy.words.used import everywhere


def main() -> None:
    with PATH.open("rb") as file:
        known = {_english(message.id): message.string for message in read_po(file, locale="de") if message.id}
    gathered = Catalog(locale="de", header_comment="# The product in German. See docs/style.md, 'Words'.")
    missing = []
    for one, many in sorted(everywhere().items(), key=lambda pair: (pair[0].casefold(), pair[0])):
        told = known.get(one) or ""
        if many:
            told = told if isinstance(told, tuple) else (told, told)
        elif isinstance(told, tuple):
            told = told[0]
        gathered.add((one, many) if many else one, told)
        if not told or (many and not all(told)):
            missing.append(one)
    PATH.write_text(_plainly(gathered))
    for one in missing:
        print(one)  # noqa: T201


def _english(identity: str | tuple[str, ...]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def _plainly(catalog: Catalog) -> str:
    """One line for each sentence, and no dates, so that two people can add to it at the same time."""
    written = io.BytesIO()
    write_po(written, catalog, width=0, omit_header=True, no_location=True)
    head = [
        '# The product in German. See docs/style.md, "Words".',
        'msgid ""',
        'msgstr ""',
        r'"Content-Type: text/plain; charset=utf-8\n"',
        r'"Language: de\n"',
        r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"',
        "",
        "",
    ]
    return "\n".join(head) + written.getvalue().decode().strip() + "\n"


if __name__ == "__main__":
    main()
