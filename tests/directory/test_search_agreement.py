"""Search against a plain reading of what it promises, on random organizations and random texts, on both engines.

Found are all whom the policy allows and who match, and nobody else, each once, in the promised order, page after page.
"""

from hypothesis import given
from hypothesis import strategies as st

from admin_proxy import db
from admin_proxy.access.facts import verdict_for
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.directory.search import search
from admin_proxy.folding import fold, without_signs
from admin_proxy.identity import Identity
from tests.access.organizations import WORDS, on_one_database, plans, settle


@st.composite
def texts(draw):
    """Parts of the words that the random people are made of, one or two of them; now and then something else."""
    word = WORDS | st.sampled_from(["random.example", "p1", "@", "%", "_", "zz"])
    parts = []
    for some in draw(st.lists(word, min_size=1, max_size=2)):
        start = draw(st.integers(0, len(some) - 1))
        parts.append(some[start : start + draw(st.integers(1, len(some)))])
    return " ".join(parts)


@on_one_database
@given(plan=plans(), text=texts())
def test_search_finds_whom_the_policy_allows_and_who_matches_in_the_promised_order(database, time, way, plan, text):
    with db.writing() as tx:
        settled = settle(tx, plan)
    for actor in settled.people:
        found = everybody_found(Identity(actor=party(actor), subject=party(actor), login_id="a login"), text)
        with db.reading() as tx:
            expected = [
                person.id
                for person in settled.people
                if matches(text, fields(tx, person))
                and verdict_for(tx, tx.get_one(Person, actor.id), person, already_impersonating=False).allowed
            ]
            assert sorted(found) == sorted(expected)
            places = [place(text, tx.get_one(Person, person_id), tx) for person_id in found]
            assert places == sorted(places)


def everybody_found(identity, text):
    found, cursor = [], ""
    while True:
        page = search(identity, text, cursor)
        found += [card.id for card in page.cards]
        if not page.more:
            return found
        cursor = page.more


def fields(tx, person):
    department = tx.get(Department, person.department_id) if person.department_id else None
    return [
        fold(field)
        for field in (
            person.name,
            person.email,
            person.employee_id,
            person.title,
            department.name if department else "",
        )
    ]


def matches(text, fields):
    """Each word is in some field; an apostrophe of a name need not be typed."""
    return all(any(word in field for field in (*fields, without_signs(fields[0]))) for word in fold(text).split())


def place(text, person, tx):
    """Best match first; equals by name."""
    typed, name = fold(text), fold(person.name)
    surname_first = without_signs(fold(f"{person.last_name} {person.first_name}")) or name
    words = [word for field in (*fields(tx, person), surname_first) for word in field.split()]
    if name.startswith(typed):
        return (0, name != typed, name)
    if without_signs(typed) and surname_first.startswith(without_signs(typed)):
        return (1, False, surname_first)
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return (2, False, name)
    return (3, False, name)
