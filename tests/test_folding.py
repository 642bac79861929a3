from admin_proxy.accounts.people import searched
from admin_proxy.folding import fold, without_signs


def test_case_and_accents_go_and_other_scripts_become_latin_letters():
    assert [fold(text) for text in ("Žižková", "Straße", "山田", "Łódź", "e\u0301lan")] == [
        "zizkova", "strasse", "shantian", "lodz", "elan",
    ]  # fmt: skip


def test_what_comes_out_is_printable_and_has_single_blanks():
    assert fold(" a\x00b\t\nc\x7f  \u200bd\u00a0e ") == "a b c d e"
    assert fold("😀").isascii()


def test_signs_go_and_apostrophes_join():
    assert without_signs("o'brien-smith jr.") == "obrien smith jr"
    assert without_signs("?!") == ""


def test_the_searched_text_has_a_line_for_each_field_and_the_name_twice():
    assert searched("Anna-Maria", "O’Brien", "Anna@Acme.example", "A-7", "R&D Lead", "Forschung Süd") == (
        " anna-maria o'brien\n obrien anna maria\n anna@acme.example\n a-7\n r&d lead\n forschung sud\n "
    )


def test_somebody_without_a_name_is_found_by_the_e_mail():
    assert searched("", "", "x@y.z", "", "", "").startswith(" x@y.z\n x@y.z\n x@y.z\n \n")


def test_no_field_makes_the_searched_text_longer_than_an_index_can_hold():
    longest = searched(*("山" * 200 for _ in range(6)))
    assert len(longest) < 2_000
