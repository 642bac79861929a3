"""A department is created, renamed, moved, deleted: what follows it, what is refused, and what others did meanwhile."""

import pytest
from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.accounts.tables import Department, Person, ScopeDepartment
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import departments, editing
from admin_proxy.directory.csv_values import MAX_DEPTH
from admin_proxy.directory.department_editing import Meanwhile, Seen, create, delete, move, rename
from admin_proxy.directory.department_tree import NO_SUCH_DEPARTMENT
from admin_proxy.directory.people_filters import Filters
from admin_proxy.directory.people_list import people
from admin_proxy.identity import Forbidden, Invalid, NotFound
from admin_proxy.impersonation import rehearsing
from admin_proxy.impersonation.starting import start
from admin_proxy.live import About, News
from tests.impersonation.acts import all_news, entries, impersonating, now, sessions
from tests.impersonation.test_races import refusals, together

ELSEWHERE = (999_999, -1, 0, 2**40)


def tree(cast):
    with db.reading() as tx:
        return sorted(departments.paths(tx, cast.acme).values())


def seen(cast, name, to=""):
    """What somebody sees who looks now."""
    with db.reading() as tx:
        paths = departments.paths(tx, cast.acme)
    return Seen(paths.get(cast.departments[name], ""), paths.get(cast.departments.get(to), ""))


def moved(cast, name, to=""):
    return move(cast.identity("olga"), cast.departments[name], cast.departments.get(to), seen(cast, name, to))


def below(cast, parent, *names):
    """A department below `parent`, one below that, and so on."""
    for name in names:
        cast.departments[name] = create(cast.identity("olga"), cast.departments[parent], name)
        parent = name


class TestCreating:
    def test_below_another_or_at_the_root_with_an_entry(self, cast):
        olga = cast.identity("olga")
        with all_news() as told:
            create(olga, cast.departments["Field Sales"], "  North   Coast ")
        create(olga, None, "Legal")
        assert {"Sales › Field Sales › North Coast", "Legal"} <= set(tree(cast))
        first, second = entries(Tag.DEPARTMENT_CREATED)
        assert (first.object_name, first.after) == (
            "Sales › Field Sales › North Coast",
            {"name": "Sales › Field Sales › North Coast"},
        )
        assert second.object_name == "Legal"
        assert told == [News(About.DEPARTMENTS, cast.acme)]

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("", "A department needs a name."),
            (" \u200b ", "A department needs a name."),
            ("x" * 201, f"'{'x' * 59}…' is longer than 200 characters."),
            ("Sales > North", "A name cannot have “>” or “›” in it: they stand between the names of a path."),
            ("=SUM(A1)", "'=SUM(A1)' looks like a spreadsheet formula. Write it as plain text."),
            ("FIELD SALES", "“Sales” has a department “Field Sales” already."),
        ],
    )
    def test_a_name_that_cannot_be_taken_is_refused_beside_the_field(self, cast, name, sentence):
        with pytest.raises(Invalid) as refusal:
            create(cast.identity("olga"), cast.departments["Sales"], name)
        assert (refusal.value.field, refusal.value.sentence) == ("name", sentence)

    def test_the_same_name_elsewhere_is_another_department(self, cast):
        create(cast.identity("olga"), cast.departments["Engineering"], "Field Sales")
        assert "Engineering › Field Sales" in tree(cast)
        with pytest.raises(Invalid, match="The top level has a department “Sales” already"):
            create(cast.identity("olga"), None, "sales")

    def test_there_is_an_end_to_the_number_and_to_the_depth(self, cast, monkeypatch):
        below(cast, "Sales", *(f"Level {level}" for level in range(2, MAX_DEPTH + 1)))
        with pytest.raises(Invalid, match="at most 20 deep; that would be 21"):
            create(cast.identity("olga"), cast.departments[f"Level {MAX_DEPTH}"], "Deeper")
        monkeypatch.setattr("admin_proxy.directory.department_editing.MOST", 10)
        with pytest.raises(Invalid, match="at most 10 departments"):
            create(cast.identity("olga"), None, "One more")


class TestRenaming:
    def test_everybody_in_it_is_found_by_the_new_name(self, cast):
        olga = cast.identity("olga")
        assert rename(olga, cast.departments["Field Sales"], "Outdoor", "Field Sales")
        assert people(olga, Filters("fischer outdoor")).count == 1
        assert people(olga, Filters("fischer field")).count == 0
        (entry,) = entries(Tag.DEPARTMENT_RENAMED)
        assert (entry.object_name, entry.before, entry.after) == (
            "Sales › Field Sales",
            {"name": "Field Sales"},
            {"name": "Outdoor"},
        )

    def test_twice_is_once_and_upper_case_is_another_name(self, cast):
        olga, field_sales = cast.identity("olga"), cast.departments["Field Sales"]
        assert rename(olga, field_sales, "FIELD SALES", "Field Sales")
        assert not rename(olga, field_sales, "FIELD SALES", "Field Sales")
        assert len(entries(Tag.DEPARTMENT_RENAMED)) == 1

    def test_a_namesake_beside_it_is_refused(self, cast):
        with pytest.raises(Invalid, match="“Sales” has a department “Inside Sales” already") as refusal:
            rename(cast.identity("olga"), cast.departments["Field Sales"], "inside sales", "Field Sales")
        assert refusal.value.field == "name"

    def test_somebody_elses_name_is_shown_and_not_written_over_unseen(self, cast):
        field_sales = cast.departments["Field Sales"]
        rename(cast.identity("oscar"), field_sales, "Outdoor", "Field Sales")
        with pytest.raises(Meanwhile, match="“Outdoor” meanwhile") as refusal:
            rename(cast.identity("olga"), field_sales, "Travelling", "Field Sales")
        assert "Sales › Outdoor" in tree(cast)
        assert rename(cast.identity("olga"), field_sales, "Travelling", refusal.value.now)


class TestMoving:
    def test_everything_below_comes_along(self, cast):
        below(cast, "Field Sales", "North")
        with all_news() as told:
            assert moved(cast, "Field Sales", "Engineering")
        assert News(About.DEPARTMENTS, cast.acme) in told
        assert tree(cast) == [
            "Engineering",
            "Engineering › Field Sales",
            "Engineering › Field Sales › North",
            "Sales",
            "Sales › Inside Sales",
        ]
        (entry,) = entries(Tag.DEPARTMENT_MOVED)
        assert (entry.before, entry.after) == (
            {"department": "Sales › Field Sales"},
            {"department": "Engineering › Field Sales"},
        )

    def test_to_the_root_and_where_it_is_already(self, cast):
        assert moved(cast, "Field Sales")
        assert not moved(cast, "Field Sales")
        assert "Field Sales" in tree(cast)
        assert [entry.after for entry in entries(Tag.DEPARTMENT_MOVED)] == [{"department": "Field Sales"}]

    @pytest.mark.parametrize("to", ["Sales", "Field Sales", "North"])
    def test_into_itself_or_below_itself_is_refused(self, cast, to):
        below(cast, "Field Sales", "North")
        with pytest.raises(Invalid, match="into itself or into one below it") as refusal:
            moved(cast, "Sales", to)
        assert refusal.value.field == "to"

    def test_beside_a_namesake_is_refused_beside_the_field(self, cast):
        cast.departments["Other"] = create(cast.identity("olga"), cast.departments["Engineering"], "FIELD sales")
        with pytest.raises(Invalid, match="“Engineering” has a department “FIELD sales” already") as refusal:
            moved(cast, "Field Sales", "Engineering")
        assert refusal.value.field == "to"

    def test_too_deep_is_refused(self, cast):
        below(cast, "Engineering", *(f"Level {level}" for level in range(2, MAX_DEPTH)))
        with pytest.raises(Invalid, match="that would be 21"):
            moved(cast, "Sales", f"Level {MAX_DEPTH - 1}")
        assert moved(cast, "Inside Sales", f"Level {MAX_DEPTH - 1}")

    def test_what_others_did_to_either_of_the_two_is_shown(self, cast):
        olga = cast.identity("olga")
        as_it_was = seen(cast, "Field Sales", "Engineering")
        rename(cast.identity("oscar"), cast.departments["Engineering"], "Research", "Engineering")
        for _ in range(2):
            with pytest.raises(Meanwhile, match="“Engineering” meanwhile: it is “Research” now"):
                move(olga, cast.departments["Field Sales"], cast.departments["Engineering"], as_it_was)
        move(cast.identity("oscar"), cast.departments["Field Sales"], None, seen(cast, "Field Sales"))
        with pytest.raises(Meanwhile, match="“Sales › Field Sales” meanwhile: it is “Field Sales” now"):
            move(olga, cast.departments["Field Sales"], cast.departments["Inside Sales"], as_it_was)

    def test_who_leaves_a_scope_loses_their_visitor_at_once_and_the_preview_says_so(self, cast):
        hana, oscar = cast.identity("hana"), cast.identity("oscar")
        start(hana, cast["fay"])
        start(oscar, cast["ina"])
        field_sales, wanted = cast.departments["Field Sales"], seen(cast, "Field Sales", "Engineering")
        to = cast.departments["Engineering"]
        assert rehearsing.ended_by_move(cast.identity("olga"), field_sales, to, wanted) == 1
        assert now(hana).impersonating
        assert entries(Tag.DEPARTMENT_MOVED) == []
        moved(cast, "Field Sales", "Engineering")
        assert not now(hana).impersonating
        assert now(oscar).impersonating
        assert [(one.end_cause, one.ended_at is None) for one in sessions()] == [
            ("no longer allowed", False),
            ("", True),
        ]
        assert entries()[-1].tag == Tag.IMPERSONATION_ENDED

    def test_a_move_within_the_scope_ends_nothing(self, cast):
        hana = cast.identity("hana")
        start(hana, cast["fay"])
        moved(cast, "Field Sales", "Inside Sales")
        assert now(hana).impersonating


class TestAtTheSameMoment:
    @pytest.mark.parametrize("_round", range(3))
    def test_two_moves_that_together_would_make_a_circle(self, cast, _round):
        olga, oscar = cast.identity("olga"), cast.identity("oscar")
        sales, engineering = cast.departments["Sales"], cast.departments["Engineering"]
        outcomes = together(
            lambda: move(olga, sales, engineering, Seen("Sales", "Engineering")),
            lambda: move(oscar, engineering, sales, Seen("Engineering", "Sales")),
        )
        assert refusals(outcomes) == 1
        with db.reading() as tx:
            parents = {row.id: row.parent_id for row in tx.exec(select(Department))}
        assert sorted([parents[sales] is None, parents[engineering] is None]) == [False, True]

    @pytest.mark.parametrize("_round", range(3))
    def test_two_of_the_same_name(self, cast, _round):
        olga, oscar = cast.identity("olga"), cast.identity("oscar")
        outcomes = together(lambda: create(olga, None, "Legal"), lambda: create(oscar, None, "LEGAL"))
        assert refusals(outcomes) == 1

    @pytest.mark.parametrize("_round", range(3))
    def test_a_start_and_a_move_out_of_the_scope(self, cast, _round):
        hana, olga = cast.identity("hana"), cast.identity("olga")
        wanted = seen(cast, "Field Sales", "Engineering")
        together(
            lambda: start(hana, cast["fay"]),
            lambda: move(olga, cast.departments["Field Sales"], cast.departments["Engineering"], wanted),
        )
        assert not now(hana).impersonating
        assert all(one.ended_at for one in sessions())

    @pytest.mark.parametrize("_round", range(3))
    def test_somebody_comes_and_the_department_goes(self, cast, _round):
        olga, oscar = cast.identity("olga"), cast.identity("oscar")
        legal = create(olga, None, "Legal")
        wanted, known = {"department": str(legal)}, editing.known(oscar, cast["fay"])
        outcomes = together(
            lambda: editing.edit(oscar, cast["fay"], {**known, **wanted}, known),
            lambda: delete(olga, legal, Seen("Legal")),
        )
        assert refusals(outcomes) == 1
        with db.reading() as tx:
            assert (tx.get(Department, legal) is None) == (tx.get_one(Person, cast["fay"]).department_id != legal)


class TestDeleting:
    def test_an_empty_one_goes_and_leaves_the_scopes_that_name_it(self, cast):
        olga = cast.identity("olga")
        below(cast, "Sales", "Empty")
        with db.writing() as tx:
            tx.add(ScopeDepartment(person_id=cast["hana"], department_id=cast.departments["Empty"]))
        delete(olga, cast.departments["Empty"], seen(cast, "Empty"))
        assert "Sales › Empty" not in tree(cast)
        with db.reading() as tx:
            left = tx.exec(select(ScopeDepartment.department_id).where(col(ScopeDepartment.person_id) == cast["hana"]))
            assert left.all() == [cast.departments["Sales"]]
        (scope,) = entries(Tag.SCOPE_CHANGED)
        assert (scope.before, scope.after) == ({"departments": ["Sales", "Sales › Empty"]}, {"departments": ["Sales"]})
        (entry,) = entries(Tag.DEPARTMENT_DELETED)
        assert (entry.object_name, entry.before) == ("Sales › Empty", {"name": "Sales › Empty"})
        with pytest.raises(NotFound):
            delete(olga, cast.departments["Empty"], Seen("Sales › Empty"))

    @pytest.mark.parametrize("name", ["Sales", "Field Sales"])
    def test_one_with_people_or_departments_stays(self, cast, name):
        with pytest.raises(Invalid, match="It is not empty"):
            delete(cast.identity("olga"), cast.departments[name], seen(cast, name))

    def test_one_that_was_renamed_meanwhile_stays(self, cast):
        below(cast, "Sales", "Empty")
        wanted = seen(cast, "Empty")
        rename(cast.identity("oscar"), cast.departments["Empty"], "Planned", "Empty")
        with pytest.raises(Meanwhile, match="it is “Sales › Planned” now"):
            delete(cast.identity("olga"), cast.departments["Empty"], wanted)


class TestWhoMay:
    @pytest.mark.parametrize("name", ["hana", "adam", "sam", "carl"])
    def test_only_super_admins(self, cast, name):
        who, sales = cast.identity(name), cast.departments["Sales"]
        for verb in (
            lambda: create(who, None, "Legal"),
            lambda: rename(who, sales, "Legal", "Sales"),
            lambda: move(who, sales, cast.departments["Engineering"], Seen("Sales", "Engineering")),
            lambda: delete(who, sales, Seen("Sales")),
        ):
            with pytest.raises(Forbidden):
                verb()

    def test_for_others_there_is_no_such_department(self, cast):
        eve = cast.identity("eve")
        for number in (cast.departments["Sales"], *ELSEWHERE):
            for verb in (
                lambda number=number: create(eve, number, "Legal"),
                lambda number=number: rename(eve, number, "Legal", "Sales"),
                lambda number=number: move(eve, number, None, Seen("Sales")),
                lambda number=number: delete(eve, number, Seen("Sales")),
            ):
                with pytest.raises(NotFound) as refusal:
                    verb()
                assert refusal.value.sentence == NO_SUCH_DEPARTMENT
            own = cast.departments["Globex Sales"]
            with pytest.raises(Invalid, match="There is no such department any more"):
                move(eve, own, number, Seen("Sales", "Sales"))
        assert len(tree(cast)) == 4

    def test_a_super_admin_who_is_impersonated_is_recorded_with_who_is_at_the_keyboard(self, cast):
        as_oscar = impersonating(cast, "olga", "oscar")
        create(as_oscar, None, "Legal")
        (entry,) = entries(Tag.DEPARTMENT_CREATED)
        assert (entry.actor_id, entry.subject_id) == (cast["olga"], cast["oscar"])
