"""Anchors: what is signed, what is written, what is believed."""

from __future__ import annotations

import json
import stat

import pytest

from admin_proxy import config, db
from admin_proxy.audit import anchor_mail, anchors, trail
from admin_proxy.audit.anchors import AnchorError
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import operator
from tests.impersonation.acts import letters


@pytest.fixture
def rules(tmp_path):
    return config.load(data_dir=tmp_path / "data", audit_anchors_dir=tmp_path / "elsewhere")


@pytest.fixture(autouse=True)
def data_folder(rules):
    rules.data_dir.mkdir()


def note(organization_id) -> None:
    with db.writing(organization_id) as tx:
        trail.record(tx, operator(organization_id), Tag.GROUP_CREATED)


def written(rules) -> list[dict]:
    return [json.loads(line) for line in (rules.audit_anchors_dir / anchors.FILE).read_text().splitlines()]


def known(rules):
    return anchors.private_key(rules.data_dir).public_key()


def test_each_chain_is_anchored_where_it_ends_and_not_again_until_it_has_moved_on(cast, rules):
    note(cast.acme)
    note(cast.globex)
    assert [(anchor.chain, anchor.name, anchor.seq) for anchor in anchors.write(rules)] == [
        (cast.acme, "acme", 1), (cast.globex, "globex", 1),
    ]  # fmt: skip
    assert anchors.write(rules) == []
    note(cast.acme)
    anchors.write(rules)
    assert [(line["chain"], line["seq"]) for line in written(rules)] == [
        (cast.acme, 1), (cast.globex, 1), (cast.acme, 2),
    ]  # fmt: skip
    found = anchors.read(rules.audit_anchors_dir / anchors.FILE, known(rules))
    assert [anchor.seq for anchor in found[cast.acme]] == [1, 2]


def test_the_key_is_made_once_and_only_its_owners_to_read(rules):
    first = anchors.public_key_pem(anchors.private_key(rules.data_dir))
    assert anchors.public_key_pem(anchors.private_key(rules.data_dir)) == first
    assert stat.S_IMODE((rules.data_dir / anchors.KEY).stat().st_mode) == 0o600


@pytest.mark.parametrize("field", ["chain", "name", "seq", "digest", "at", "signature"])
def test_a_line_that_was_changed_is_not_believed(cast, rules, field):
    note(cast.acme)
    anchors.write(rules)
    (line,) = written(rules)
    line[field] = line[field] + 1 if isinstance(line[field], int) else "A" * len(line[field] or "A")
    path = rules.audit_anchors_dir / anchors.FILE
    path.write_text(json.dumps(line) + "\n")
    with pytest.raises(AnchorError, match="line 1: the signature does not hold"):
        anchors.read(path, known(rules))


def test_another_servers_anchors_are_not_mistaken_for_ones_own(cast, rules, tmp_path):
    note(cast.acme)
    anchors.write(rules)
    other = anchors.private_key(tmp_path).public_key()
    with pytest.raises(AnchorError, match="signed by another key"):
        anchors.read(rules.audit_anchors_dir / anchors.FILE, other)


@pytest.mark.parametrize("line", ["", "{}", "[]", "no json", '{"version": "admin-proxy-anchor/2"}', "null"])
def test_what_is_no_anchor_is_named_by_its_line(rules, line):
    path = rules.data_dir / "anchors"
    path.write_text(line + "\n")
    with pytest.raises(AnchorError, match="line 1: this is no anchor"):
        anchors.read(path, known(rules))


def test_a_file_or_a_key_that_cannot_be_read_is_one_sentence(rules):
    with pytest.raises(AnchorError, match="cannot be read: No such file"):
        anchors.read(rules.data_dir / "nowhere", known(rules))
    (rules.data_dir / anchors.KEY).write_text("no key")
    with pytest.raises(AnchorError, match="cannot be used"):
        anchors.private_key(rules.data_dir)


def test_the_latest_anchors_are_sent_to_whoever_is_to_have_them(cast, rules):
    to = rules.model_copy(update={"audit_anchors_mail": ("a@auditor.example", "b@auditor.example")})
    assert anchor_mail.post(to) == 0
    note(cast.acme)
    note(cast.globex)
    anchors.write(to)
    note(cast.acme)
    anchors.write(to)
    assert anchor_mail.post(rules) == 0
    assert anchor_mail.post(to) == 2
    first, second = letters()
    assert {first.to_email, second.to_email} == {"a@auditor.example", "b@auditor.example"}
    lines = [json.loads(line) for line in first.body.splitlines() if line.startswith("{")]
    assert [(line["name"], line["seq"]) for line in lines] == [("acme", 2), ("globex", 1)]


def test_addresses_that_are_none_are_refused_at_the_start():
    with pytest.raises(config.ConfigError, match="ADMIN_PROXY_AUDIT_ANCHORS_MAIL"):
        config.load(audit_anchors_mail="a@auditor.example, nobody")
    assert config.load(audit_anchors_mail="a@x.example, b@x.example").audit_anchors_mail == (
        "a@x.example",
        "b@x.example",
    )
