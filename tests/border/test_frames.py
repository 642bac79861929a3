"""Only such frames pass as pages send, and they pass as they were understood."""

from __future__ import annotations

import json

import pytest

from admin_proxy.ui.border.frames import DEEPEST, LONGEST, Frames, Malformed

HERE = {"pathname": "/settings/", "asPath": "/settings/?a=b"}
SAVE = {"name": "state.save", "payload": {"form": {"language": "de"}}, "router_data": HERE}


def frames(*, connected: bool = True) -> Frames:
    begun = Frames({"state.save", "state.hydrate"})
    if connected:
        begun.take("40/_event,")
    return begun


def event(**changed) -> str:
    return "42/_event," + json.dumps(["event", {**SAVE, **changed}])


def test_a_page_connects_with_the_event_that_fills_it():
    hydrate = {"name": "state.hydrate", "router_data": HERE}
    passed = frames(connected=False).take(
        "40/_event," + json.dumps({"event": hydrate, "state_schema": "abc", "more": "?"})
    )
    assert passed is not None
    assert json.loads(passed.removeprefix("40/_event,")) == {
        "event": {"name": "state.hydrate", "payload": {}, "router_data": HERE},
        "state_schema": "abc",
    }


def test_an_event_passes_with_what_belongs_to_it_and_nothing_else():
    sent = event(
        token="somebody's", substate_token="x", traceparent="y", router_data={**HERE, "headers": {"cookie": "z"}}
    )
    assert frames().take(sent) == event()


def test_the_heartbeat_and_the_farewell_pass():
    connection = frames()
    assert connection.take("3") == "3"
    assert connection.take("41/_event,") == "41/_event,"


def test_an_event_that_nothing_is_there_for_is_left_out_as_an_old_page_may_send_it():
    assert frames().take(event(name="state.of_last_year")) is None


def test_a_page_that_broke_may_say_so_in_words():
    said = ["client_error", {"message": "oh\0", "error_type": "x", "n": 1, "more": ["?"]}]
    passed = frames().take("42/_event," + json.dumps(said))
    assert passed is not None
    assert json.loads(passed.removeprefix("42/_event,")) == ["client_error", {"message": "oh�", "error_type": "x"}]


def test_what_no_database_takes_is_replaced_wherever_it_stands():
    payload = {"a\0": "b\0c", "list": ["\ud800", {"x": "y\udfff"}], "number": 1, "nothing": None, "fine": "Zoë 🎉"}
    passed = frames().take(event(payload=payload))
    assert passed is not None
    _, understood = json.loads(passed.removeprefix("42/_event,"))
    assert understood["payload"] == {
        "a�": "b�c",
        "list": ["�", {"x": "y�"}],
        "number": 1,
        "nothing": None,
        "fine": "Zoë 🎉",
    }


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "2",
        "1",
        "4",
        "5",
        "6",
        "b4AAAA",
        "40",
        "40/",
        "40/other,",
        "40/_event,",  # twice
        "41",
        "42",
        '42["event",{}]',
        '42/other,["event",{}]',
        '42/_event,17["event",{}]',  # with an acknowledgement asked for
        "43/_event,[]",
        "44/_event,{}",
        '451-/_event,["event",{"_placeholder":true,"num":0}]',
        "42/_event,",
        "42/_event,[",
        "42/_event,{}",
        "42/_event,[]",
        '42/_event,["event"]',
        '42/_event,["event",{},{}]',
        '42/_event,["ping"]',
        '42/_event,["connect",{}]',
        '42/_event,["disconnect"]',
        '42/_event,["client_error","text"]',
        '42/_event,["event","text"]',
        '42/_event,["event",[]]',
        event(name=None),
        event(name=7),
        event(name=["state.save"]),
        event(name={"state": "save"}),
        event(payload=[1]),
        event(payload="text"),
        event(payload=7),
        event(router_data=None),
        event(router_data=[]),
        event(router_data="text"),
        event(router_data={}),
        event(router_data={"pathname": "/", "asPath": 7}),
        event(router_data={"pathname": "settings", "asPath": "/"}),
        event(router_data={"pathname": "/", "asPath": "https://evil.example/"}),
        event(router_data={"pathname": "/", "asPath": "/" + "a" * 9_000}),
        event(payload={"x": "y" * LONGEST}),
        event(payload={"x": json.loads(nested(DEEPEST + 1))}),
        event().replace('"de"', nested(20_000)),
        event().replace('"de"', "NaN"),
        event().replace('"de"', "1" * 5_000),
        event().replace('"de"', "nul"),
    ],
)
def test_what_no_page_sends_goes_no_further(frame):
    with pytest.raises(Malformed):
        frames().take(frame)


@pytest.mark.parametrize(
    "frame",
    [
        event(),
        "41/_event,",
        "40/_event,[]",
        '40/_event,"text"',
        '40/_event,{"event":"text"}',
        '40/_event,{"event":{"name":7}}',
        '40/_event,{"event":{"name":"state.hydrate"}}',
    ],
)
def test_nothing_comes_before_a_proper_greeting(frame):
    with pytest.raises(Malformed):
        frames(connected=False).take(frame)


def test_a_greeting_that_names_an_event_of_another_build_still_connects():
    old = {"event": {"name": "state.of_last_year", "router_data": HERE}, "state_schema": "old"}
    passed = frames(connected=False).take("40/_event," + json.dumps(old))
    assert passed == '40/_event,{"state_schema": "old"}'
