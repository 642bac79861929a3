"""The prepared stories: whom they are played by, who is told them, and that only a demonstration has them."""

from __future__ import annotations

import pytest

from admin_proxy.demo import personas, running, stories
from admin_proxy.identity import Identity, Party, Role
from admin_proxy.ui.shell import places

DANA = Party(
    id=1, organization_id=1, role=Role.SUPER_ADMIN, name="Dana Whitfield", first_name="Dana", initials="DW",
    email="dana@kestrel.example", language="en", time_zone="UTC", theme="system", privacy_accepted=True,
)  # fmt: skip


def identity(login_id: str | None = "a login") -> Identity:
    return Identity(DANA, DANA, login_id)


@pytest.fixture
def demonstration(monkeypatch):
    monkeypatch.setattr(running, "_running", True)


@pytest.fixture(autouse=True)
def nothing_told_yet(monkeypatch):
    monkeypatch.setattr(stories, "_told", type(stories._told)())


@pytest.mark.parametrize("story", stories.STORIES, ids=lambda story: story.key)
def test_each_has_a_player_a_beginning_and_a_few_short_lines(story):
    (persona,) = (one for one in personas.PERSONAS if one.key == story.persona)
    assert persona.name == story.player
    assert places.at(story.path) is not None
    assert 3 <= len(story.steps) <= 4
    assert all(len(step) <= 120 for step in (story.title, story.about, *story.steps))


def test_it_is_told_in_the_browser_where_it_was_begun_until_it_is_put_away(demonstration):
    story = stories.find("scope")
    stories.begin("a login", story)
    assert stories.told_to(identity()) == story
    assert stories.told_to(identity("another login")) is None
    assert stories.told_to(identity(None)) is None
    stories.put_away(identity())
    stories.put_away(identity())
    assert stories.told_to(identity()) is None


def test_the_oldest_is_forgotten_when_many_are_told(demonstration):
    story = stories.find("scope")
    for number in range(stories._MOST + 1):
        stories.begin(f"login {number}", story)
    assert stories.told_to(identity("login 0")) is None
    assert stories.told_to(identity("login 1")) == story


def test_there_is_no_other_story(demonstration):
    assert stories.find("") is None
    assert stories.find("super-admin") is None


def test_outside_a_demonstration_there_is_none():
    stories.begin("a login", stories.STORIES[0])
    assert stories.offered() == ()
    assert stories.find("scope") is None
    assert stories.told_to(identity()) is None
