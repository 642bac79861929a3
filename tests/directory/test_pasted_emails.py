"""What stands in a text that was pasted from anywhere, and that nothing meant as an e-mail goes missing."""

import pytest

from admin_proxy.directory.pasted_emails import written


def found(text):
    return [one.text for one in written(text)]


@pytest.mark.parametrize(
    "text",
    [
        "a@x.example\nb@y.example",
        "a@x.example\r\n\r\n  b@y.example  \r\n",
        "a@x.example, b@y.example",
        "a@x.example;b@y.example;",
        "a@x.example b@y.example",
        "a@x.example\tb@y.example",
        "Ann <a@x.example>\nBob <b@y.example>",
        "Ann Lee <a@x.example>, Bob <b@y.example>;",
        '"Lee, Ann" <a@x.example>; "Bob" <b@y.example>',
        "Lee, Ann <a@x.example>\nBob B. <mailto:b@y.example>",
        "<a@x.example><b@y.example>",
        "a@x.example <a@x.example>, Bob <b@y.example>",
        "Ann <a@x.example>, b@y.example",
        "a@x.example, Bob <b@y.example>",
        "(a@x.example) 'b@y.example'.",
        "mailto:a@x.example, MAILTO:b@y.example",
        "\ufeffa@x.example\u200b\n\u00a0b@y.example",
    ],
)
def test_it_is_found_however_it_is_written(text):
    assert found(text) == ["a@x.example", "b@y.example"]


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", ",;,", "<>", '""', "\u200b"])
def test_nothing_is_nothing(text):
    assert found(text) == []


def test_what_is_no_email_is_said_and_not_passed_over():
    assert found("Ann Lee\na@x.example Bob Lee c@z.example") == ["Ann Lee", "a@x.example", "Bob Lee", "c@z.example"]
    assert found("ann.x.example, Bob <b@y.example>") == ["ann.x.example", "b@y.example"]
    assert found("other@home.example Bob <b@y.example>") == ["other@home.example", "b@y.example"]
    assert found("Ann <ann>") == ["ann"]
    assert found("a@x.example <b@y.example") == ["a@x.example", "b@y.example"]


def test_each_knows_its_line():
    assert [one.line for one in written("\na@x.example b@x.example\n\nc@x.example")] == [2, 2, 4]


def test_a_long_text_without_an_end_is_read_at_once():
    assert len(found("<" * 15_000 + "@" * 15_000)) == 1
    assert len(found("a.b" * 10_000)) == 1
