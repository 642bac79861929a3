"""Nothing that the product says is missing in German, and the catalog says nothing that the product does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from admin_proxy.words.catalog import PATH
from admin_proxy.words.used import everywhere


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    return everywhere()


@pytest.fixture(scope="module")
def catalog() -> dict[str, Message]:
    with PATH.open("rb") as file:
        return {english(message)[0]: message for message in read_po(file, locale="de") if message.id}


def test_all_that_is_said_stands_in_the_catalog_and_nothing_else(said: Any, catalog: Any) -> None:
    assert sorted(said.keys() - catalog.keys()) == []
    assert sorted(catalog.keys() - said.keys()) == []


def test_what_is_counted_has_words_for_one_and_for_many(said: Any, catalog: Any) -> None:
    assert [one for one, many in said.items() if english(catalog[one]) != ((one, many) if many else (one,))] == []


def test_every_sentence_has_its_german(catalog: Any) -> None:
    unfinished = [english(message)[0] for message in catalog.values() if message.fuzzy or not all(german(message))]
    assert unfinished == []


def test_names_and_counts_are_the_same_in_both_languages(catalog: Any) -> None:
    for message in catalog.values():
        for one, other in zip(english(message), german(message), strict=True):
            assert set(places(one)) == set(places(other)), one


def test_what_begins_or_ends_with_a_blank_does_so_in_both(catalog: Any) -> None:
    for message in catalog.values():
        for one, other in zip(english(message), german(message), strict=True):
            assert (one[:1] == " ", one[-1:] == " ") == (other[:1] == " ", other[-1:] == " "), one


def english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def german(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def places(words: str) -> Iterator[str]:
    return iter(re.findall(r"\{(\w+)\}", words))
