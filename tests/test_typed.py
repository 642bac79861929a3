import pytest

from admin_proxy import typed
from admin_proxy.identity import Invalid


def test_lines_are_kept_without_blanks_around_them_and_without_what_cannot_be_shown():
    assert typed.text("  one\r\n\ttwo\x00\u202e\u200b \n", "text", 20) == "one\n\ttwo"


def test_signs_that_are_joined_stay_joined():
    assert typed.text("👩‍💻 می‌خواهم", "text", 20) == "👩‍💻 می‌خواهم"


@pytest.mark.parametrize("nothing", ["", "  \n\t ", "\x00\u200b", "\u200d\u200c"])
def test_what_must_be_there_is_asked_for_beside_its_field(nothing):
    with pytest.raises(Invalid, match="Say something") as refusal:
        typed.text(nothing, "text", 20, missing="Say something.")
    assert refusal.value.field == "text"


def test_nothing_is_enough_where_there_need_not_be_anything():
    assert typed.text("  ", "text", 20) == ""


def test_what_is_too_long_is_measured():
    assert typed.text("x" * 1_000, "text", 1_000) == "x" * 1_000
    with pytest.raises(Invalid, match="This can have 1,000 characters; it has 1,001"):
        typed.text("x" * 1_001, "text", 1_000)


@pytest.mark.parametrize("no_key", ["", "0" * 31, "0" * 33, "G" * 32, "٠" * 32, "0" * 32 + "\n"])
def test_a_key_that_no_form_makes_is_refused(no_key):
    assert typed.once("0123456789abcdef" * 2)
    with pytest.raises(Invalid):
        typed.once(no_key)
