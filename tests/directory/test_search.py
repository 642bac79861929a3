"""Search: what is found, in which order, a page at a time. With the cast, and newcomers where there must be more."""

import pytest
from sqlmodel import func, select

from admin_proxy import clock, db
from admin_proxy.accounts import privacy
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.directory import indexing
from admin_proxy.directory.folding import search_text
from admin_proxy.directory.search import NOBODY, search
from admin_proxy.identity import Identity, RunningSession
from admin_proxy.organizations.tables import Organization

pytestmark = pytest.mark.usefixtures("way")


def names(page):
    return [card.name for card in page.cards]


def newcomers(cast, *full_names, **same):
    """More people of Acme, all of whom a Super Admin may impersonate; returns their ids."""
    with db.writing(cast.acme) as tx:
        number = tx.exec(select(func.count()).select_from(Person)).one()
        rows = [newcomer(cast, full_name, number + more, **same) for more, full_name in enumerate(full_names)]
        tx.add_all(rows)
        tx.flush()
        return [row.id for row in rows]


def newcomer(cast, full_name, number, email="", title=""):
    first_name, _, last_name = full_name.partition(" ")
    email = email or f"{number}@elsewhere.example"
    row = Person(
        organization_id=cast.acme,
        first_name=first_name,
        last_name=last_name,
        email=email,
        email_key=email,
        employee_id=f"#{number}",
        title=title,
        created_at=clock.now(),
        privacy_version=privacy.VERSION,
    )
    row.search_text = search_text(row, "")
    return row


def pages(identity, text):
    """Every page, to the end."""
    found = [search(identity, text)]
    while found[-1].more:
        found.append(search(identity, text, found[-1].more))
    return found


class TestWhatIsFound:
    def test_a_card_has_all_that_the_list_shows(self, cast):
        (card,) = search(cast.identity("olga"), "zoe").cards
        assert (card.id, card.name, card.initials, card.email, card.title, card.department) == (
            cast["zoe"], "Zoë Žižková", "ZŽ", "zoe@acme.example", "Engineer", "Engineering",
        )  # fmt: skip

    def test_any_part_of_a_word_of_any_field_finds_her_whatever_the_case_and_accents(self, cast):
        olga = cast.identity("olga")
        for text in (
            "Zoë", "žiž", "KOVA", "zoe@acme", "oe@ac", "A010", "01", "10", "ngine", "engineering engineer",
            "kova ineer", "  zoe\t zizkova\n", "z", "ž", "@", "zo\x00e", "ŽIŽKOVÁ ZOË",
        ):  # fmt: skip
            assert "Zoë Žižková" in names(search(olga, text)), text

    def test_several_words_must_all_match_each_in_any_field(self, cast):
        olga = cast.identity("olga")
        assert names(search(olga, "silva sales lead")) == ["Sam Silva"]
        assert names(search(olga, "silva engineer")) == []

    def test_other_scripts_are_found_as_they_are_written_and_in_latin_letters(self, cast):
        newcomers(cast, "Владимир Петров", "山田 太郎")
        olga = cast.identity("olga")
        assert names(search(olga, "петр")) == names(search(olga, "petrov vlad")) == ["Владимир Петров"]
        assert names(search(olga, "山")) == names(search(olga, "shantian")) == ["山田 太郎"]

    def test_an_apostrophe_need_not_be_typed_and_a_hyphen_divides_words(self, cast):
        newcomers(cast, "Anna-Maria O’Brien", "Annamaria Obrecht")
        olga = cast.identity("olga")
        assert names(search(olga, "obrien")) == names(search(olga, "o'brien")) == ["Anna-Maria O’Brien"]
        assert names(search(olga, "maria")) == ["Anna-Maria O’Brien", "Annamaria Obrecht"]

    def test_nothing_typed_finds_nobody(self, cast):
        olga = cast.identity("olga")
        for text in ("", "   ", "\n\t", "\x00", "\u200b"):
            assert search(olga, text) == NOBODY, text

    def test_what_is_typed_is_taken_as_it_is(self, cast):
        olga = cast.identity("olga")
        for text in (
            "%", "_", "z%e", "z_e", "\\", "*", "zo*", '"', '"zoe"', "'", "AND", "zoe OR sam", "NEAR(zoe)", "^zoe", "-",
        ):  # fmt: skip
            assert search(olga, text) == NOBODY, text

    def test_signs_are_found_where_they_stand(self, cast):
        newcomers(cast, "Petra Percent", title="100% R&D (C++) a_b \\")
        newcomers(cast, "Paul Plain", title="100 RD C aXb")
        olga = cast.identity("olga")
        for text in ("100%", "%", "0% r", "c++", "+", "++", "r&d", "&d", "r&", "a_b", "_", "_b", "(", "\\"):
            assert names(search(olga, text)) == ["Petra Percent"], text

    def test_of_a_very_long_text_a_sensible_length_is_looked_at(self, cast):
        olga = cast.identity("olga")
        assert names(search(olga, "zoe" + " " * 65_536)) == ["Zoë Žižková"]
        assert search(olga, "zoe " * 16_384) == search(olga, "zoe")
        assert search(olga, "z" * 65_536) == NOBODY


class TestWhoIsFound:
    def test_only_people_who_may_be_impersonated_now(self, cast):
        olga = cast.identity("olga")
        for nobody in ("olga", "nora", "dora", "eve", "emil", "carl", "petra"):
            assert search(olga, nobody) == NOBODY
        for somebody in ("oscar", "adam", "hana", "hugo", "henry", "zoe"):
            assert len(search(olga, somebody).cards) == 1

    def test_an_hr_admin_finds_who_is_in_the_scope_and_learns_of_nobody_else(self, cast):
        assert names(search(cast.identity("hana"), "acme")) == ["Fay Fischer", "Ina Iversen", "Sam Silva"]
        assert names(search(cast.identity("hugo"), "acme")) == ["Ben Becker", "Zoë Žižková"]
        assert search(cast.identity("henry"), "acme") == NOBODY
        assert search(cast.identity("hana"), "zoe") == NOBODY

    def test_somebody_in_a_department_and_in_a_group_of_the_scope_is_found_once(self, cast):
        with db.writing(cast.acme) as tx:
            tx.get_one(Person, cast["zoe"]).department_id = cast.departments["Sales"]
            scope = tx.connection().exec_driver_sql
            scope(f"INSERT INTO scope_group (person_id, group_id) VALUES ({cast['hana']}, {cast.groups['Mentors']})")
        page = search(cast.identity("hana"), "acme")
        assert names(page) == ["Ben Becker", "Fay Fischer", "Ina Iversen", "Sam Silva", "Zoë Žižková"]
        assert page.count_label == "5 people"

    def test_whoever_may_not_impersonate_finds_nobody(self, cast):
        for name in ("adam", "sam", "carl", "petra"):
            assert search(cast.identity(name), "zoe") == NOBODY, name

    def test_while_somebody_is_impersonated_nobody_is_found(self, cast, time):
        olga, now = cast.identity("olga"), time.now()
        running = RunningSession(id="s", started_at=now, expires_at=now, latest_end=now)
        acting = Identity(actor=olga.actor, subject=olga.actor, login_id=olga.login_id, session=running)
        assert search(acting, "zoe") == NOBODY

    def test_the_rules_of_the_organization_hold(self, cast):
        hana, olga = cast.identity("hana"), cast.identity("olga")
        with db.writing(cast.acme) as tx:
            tx.get_one(Organization, cast.acme).limited_to_super_admins = True
        assert search(hana, "sam") == NOBODY
        assert names(search(olga, "sam")) == ["Sam Silva"]
        with db.writing(cast.acme) as tx:
            tx.get_one(Organization, cast.acme).proxy_enabled = False
        assert search(olga, "sam") == NOBODY


class TestTheOrder:
    def test_best_match_first(self, cast):
        newcomers(cast, "Bruno Zimmer", email="lena.b@elsewhere.example")
        newcomers(cast, "Carla Zimmer", title="Head of Lena")
        newcomers(cast, "Aaron Magdalena", "Adele Lena", "Lena", "Lena Abel", "Lenart Aal", "Zita Lenau")
        assert names(search(cast.identity("olga"), "lena")) == [
            "Lena",  # the exact name
            "Lena Abel",  # names that begin with it
            "Lenart Aal",
            "Adele Lena",  # surnames that begin with it
            "Zita Lenau",
            "Bruno Zimmer",  # an e-mail, a title with a word that begins with it
            "Carla Zimmer",
            "Aaron Magdalena",  # inside a word
        ]

    def test_surname_first_is_as_good_as_first_name_first(self, cast):
        newcomers(cast, "Ana Maria García López", "García Ana", "Luisa García Ana")
        olga = cast.identity("olga")
        assert names(search(olga, "garcia ana")) == ["García Ana", "Luisa García Ana", "Ana Maria García López"]
        assert names(search(olga, "garcia, ana")) == ["García Ana", "Luisa García Ana", "Ana Maria García López"]
        assert names(search(olga, "ana mar")) == ["Ana Maria García López"]

    def test_equals_come_by_name(self, cast):
        newcomers(cast, "Cy Two", "Al Two", "Bo Two", "Al One", title="Ranger")
        assert names(search(cast.identity("olga"), "ranger")) == ["Al One", "Al Two", "Bo Two", "Cy Two"]
        assert names(search(cast.identity("olga"), "ange")) == ["Al One", "Al Two", "Bo Two", "Cy Two"]


class TestPages:
    def test_more_comes_page_by_page_until_the_end_and_each_person_once(self, cast):
        # Some of them in each tier: by name, by surname, by a word, inside a word.
        expected = (
            [f"Ranger {chr(97 + n)}" for n in range(15)]
            + [f"{chr(97 + n)} Ranger" for n in range(15)]
            + [f"Wilma {chr(97 + n)}" for n in range(15)]
            + [f"Strange {chr(97 + n)}" for n in range(15)]
        )
        newcomers(cast, *expected[:30], *expected[45:])
        newcomers(cast, *expected[30:45], title="Ranger")
        olga = cast.identity("olga")
        found = pages(olga, "ange")
        assert len(found[0].cards) == 20
        by_word = pages(olga, "rang")
        assert [len(page.cards) for page in by_word] == [20, 20, 20]
        assert [name for page in by_word for name in names(page)] == expected
        assert sorted(name for page in found for name in names(page)) == sorted(expected)
        assert [page.count_label for page in by_word] == ["60 people", "", ""]

    def test_up_to_a_hundred_are_counted(self, cast):
        olga = cast.identity("olga")
        labels = ["1 person", "20 people", "21 people", "100 people", "100+ people"]
        newcomers(cast, "Ranger 0")
        for label, more in zip(labels, (19, 1, 79, 1, 0), strict=True):
            for text in ("ranger", "nger", "ge", "r ran"):
                assert search(olga, text).count_label == label, text
            newcomers(cast, *(f"Ranger {number}" for number in range(more)))

    def test_who_comes_while_somebody_scrolls_disturbs_nothing(self, cast):
        newcomers(cast, *(f"Ranger {number:02}" for number in range(30)))
        olga = cast.identity("olga")
        first = search(olga, "ranger")
        newcomers(cast, "Ranger 00a", "Ranger 25a")
        rest = names(search(olga, "ranger", first.more))
        assert rest[:8] == [
            "Ranger 20",
            "Ranger 21",
            "Ranger 22",
            "Ranger 23",
            "Ranger 24",
            "Ranger 25",
            "Ranger 25a",
            "Ranger 26",
        ]
        assert len(rest) == 11

    def test_a_cursor_that_means_nobody_among_the_answers_has_nothing_behind_it(self, cast):
        hana = cast.identity("hana")
        strangers = (cast["zoe"], cast["emil"], cast["dora"], 999_999)
        for cursor in (*map(str, strangers), "x", "-1", "1e3", "²", "9" * 5_000, "\x00", "1; DROP TABLE person"):
            assert search(hana, "a", cursor) == NOBODY


class TestKeepingUp:
    def test_a_new_name_is_found_and_the_old_one_no_more(self, cast):
        with db.writing(cast.acme) as tx:
            zoe = tx.get_one(Person, cast["zoe"])
            zoe.last_name = "Quimby"
            assert indexing.refresh(tx, people_ids=[cast["zoe"], cast["sam"]]) == 1
            assert zoe.search_text.startswith(" zoe quimby\n")
        olga = cast.identity("olga")
        assert names(search(olga, "uimb")) == ["Zoë Quimby"]
        assert search(olga, "izkov") == NOBODY

    def test_a_renamed_department_is_found_by_its_new_name(self, cast):
        with db.writing(cast.acme) as tx:
            tx.get_one(Department, cast.departments["Engineering"]).name = "Forschung"
            assert indexing.refresh(tx, department_id=cast.departments["Engineering"]) == 2
        olga = cast.identity("olga")
        assert names(search(olga, "orsch")) == ["Ben Becker", "Zoë Žižková"]
        assert search(olga, "engineering") == NOBODY

    def test_who_is_gone_is_not_found(self, cast):
        gone, _ = newcomers(cast, "Gone Girl", "Gone Guy")
        with db.writing(cast.acme) as tx:
            tx.delete(tx.get_one(Person, gone))
        assert names(search(cast.identity("olga"), "one g")) == ["Gone Guy"]
