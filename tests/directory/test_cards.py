from admin_proxy import db
from admin_proxy.accounts.tables import Person
from admin_proxy.directory.cards import PersonCard, cards, initials


def test_a_card_says_who_somebody_is_and_where_they_work(cast):
    with db.reading() as tx:
        assert cards(tx, [cast["zoe"]]) == [
            PersonCard(
                id=cast["zoe"],
                name="Zoë Žižková",
                initials="ZŽ",
                email="zoe@acme.example",
                title="Engineer",
                department="Engineering",
            )
        ]


def test_cards_come_in_the_order_asked_for_and_without_those_who_do_not_exist(cast):
    with db.reading() as tx:
        assert [card.name for card in cards(tx, [cast["sam"], 999_999, cast["ben"]])] == ["Sam Silva", "Ben Becker"]


def test_somebody_in_no_department_has_an_empty_one(cast):
    with db.reading() as tx:
        assert cards(tx, [cast["olga"]])[0].department == ""


def test_initials_are_two_letters_where_there_are_two_names_and_never_empty():
    assert initials(Person(first_name="ada", last_name="lovelace", email="a@b.c")) == "AL"
    assert initials(Person(first_name="'Abd", last_name="ßen", email="a@b.c")) == "AS"
    assert initials(Person(first_name="Cher", email="a@b.c")) == "C"
    assert initials(Person(email="xavier@b.c")) == "X"
    assert initials(Person(first_name="山田", last_name="太郎", email="a@b.c")) == "山太"
