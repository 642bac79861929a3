"""`admin-proxy audit …`, and the script that verifies what it exported without the product."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from admin_proxy import cli, config, db
from admin_proxy.audit import anchors, checking, trail
from admin_proxy.audit.tables import AuditCheck, AuditHead, AuditLink
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import operator
from tests.audit.tampering import anew, cut, past_the_guards
from tests.audit.test_erasing import erase, the_story
from tests.impersonation.acts import entries

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "verify_audit.py"


@pytest.fixture
def say(cast, database, tmp_path, monkeypatch, capsys):
    """Run a command on the database that the test uses; what it answered with, printed, and complained of."""
    url = db.engine().url.render_as_string(hide_password=False)
    monkeypatch.setenv("ADMIN_PROXY_DATABASE_URL", url.replace("+psycopg", ""))
    monkeypatch.setenv("ADMIN_PROXY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(config, "_current", None)
    the_story(cast)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["audit", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def script(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def export(say, tmp_path):
    def write(*arguments: str) -> Path:
        path = tmp_path / "export.ndjson"
        path.write_text(say("export", "--format", "ndjson", *arguments)[1], encoding="utf-8")
        return path

    return write


def bend(cast) -> None:
    with past_the_guards() as tx:
        entry_id = tx.get_one(AuditLink, (cast.acme, 3)).entry_id
        tx.execute(text("UPDATE audit_entry SET note = 'else' WHERE id = :id"), {"id": entry_id})


def cut_the_last(chain: int) -> None:
    with db.reading() as tx:
        last = tx.get_one(AuditHead, chain).seq
    cut(chain, last - 1)


def test_a_sound_record_is_said_to_be_sound(say, cast):
    code, out, _ = say("verify")
    assert code == 0
    assert "Organization acme: sound, 6 entries, ends in " in out
    assert say("verify", "--organization", "acme")[1].count("\n") == 1


def test_a_broken_one_is_named_with_the_place(say, cast):
    bend(cast)
    code, out, _ = say("verify")
    assert code == 1
    assert "Organization acme: BROKEN, edited at 3: its entry " in out
    assert say("verify", "--organization", "globex")[0] == 0


def test_what_came_out_is_kept_for_the_page(say, cast):
    olga = cast.identity("olga")
    assert checking.soundness(olga).checked_at is None
    say("verify")
    assert (checking.soundness(olga).entries, checking.soundness(olga).problem) == (6, "")
    bend(cast)
    say("verify")
    assert checking.soundness(olga).problem.startswith("edited at 3")
    with db.reading() as tx:
        assert tx.get_one(AuditCheck, cast.globex).problem == ""


@pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl"])
def test_only_super_admins_hear_of_it(cast, who):
    from admin_proxy.identity import Forbidden

    with pytest.raises(Forbidden):
        checking.soundness(cast.identity(who))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL keeps no such thing
@pytest.mark.parametrize("nonsense", ["CAST(x'ff' AS TEXT)", "x'ff'"])
@pytest.mark.parametrize(
    ("table", "column", "which", "where", "lines"),
    [
        ("audit_entry", "note", "id = (SELECT entry_id FROM audit_link WHERE chain = {chain} AND seq = 3)",
         "what stands at 3", 3),
        ("audit_link", "content", "chain = {chain} AND seq = 2", "what stands at 2", 2),
        ("audit_head", "digest", "chain = {chain}", "its end", 0),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_end_an_export_with_a_sentence(say, cast, nonsense, table, column, which, where, lines):
    with past_the_guards() as tx:
        tx.execute(text(f"UPDATE {table} SET {column} = {nonsense} WHERE {which.format(chain=cast.acme)}"))
    code, out, err = say("export", "--organization", "acme")
    assert (code, len(out.splitlines())) == (2, lines)
    assert err == (
        f"admin-proxy: acme: {where} holds bytes that are no text, so the export ends there. "
        "Run 'admin-proxy audit verify', which tells what is wrong.\n"
    )
    assert say("verify")[0] == 1


def test_what_cannot_be_checked_is_neither_sound_nor_broken(say, tmp_path):
    assert say("verify", "--organization", "acne")[0] == 2
    code, _, err = say("verify", "--against", str(tmp_path / "nowhere"))
    assert (code, "--public-key names the key" in err) == (2, True)
    say("anchor")
    code, _, err = say("verify", "--against", str(tmp_path / "nowhere"))
    assert (code, "No such file" in err) == (2, True)
    with db.writing() as tx:
        tx.execute(text("DROP TABLE audit_erased"))
    code, _, err = say("verify")
    assert (code, err.startswith("admin-proxy: the record could not be verified: ")) == (2, True)


def test_anchors_are_written_and_verified_against(say, cast, tmp_path):
    code, out, err = say("anchor")
    anchor = json.loads(out.splitlines()[0])
    path = tmp_path / "data" / "anchors" / "anchors.ndjson"
    assert (code, anchor["name"], anchor["seq"]) == (0, "acme", 6)
    assert f"1 new in {path}" in err
    assert say("verify", "--against", str(path))[0] == 0
    key = tmp_path / "key.pem"
    key.write_text(say("anchor", "--public-key")[1])
    assert say("verify", "--against", str(path), "--public-key", str(key))[0] == 0
    assert stat.S_IMODE((tmp_path / "data" / "audit_key.pem").stat().st_mode) == 0o600
    cut_the_last(cast.acme)
    for given in ((), ("--against", str(path))):
        code, out, _ = say("verify", *given)
        assert (code, "BROKEN, tail cut at 6" in out) == (1, True)


def test_anchors_that_cannot_be_read_leave_the_verdict_open(say, cast, tmp_path):
    say("anchor")
    (tmp_path / "data" / "audit_key.pem").rename(tmp_path / "mislaid")
    code, out, err = say("verify")
    assert (code, "Organization acme: sound" in out) == (2, True)
    assert f"verified without its anchors: {checking.KEY_GONE}" in err
    for command in (("anchor",), ("anchor", "--public-key"), ("drop", "--before", "2020-01-01")):
        assert say(*command)[0] == 2
    assert not (tmp_path / "data" / "audit_key.pem").exists()
    bend(cast)
    assert say("verify")[0] == 1


def test_what_an_anchor_from_elsewhere_convicted_stays_convicted(say, cast, tmp_path):
    say("anchor")
    kept = tmp_path / "data" / "anchors" / "anchors.ndjson"
    kept.rename(tmp_path / "letter")
    cut_the_last(cast.acme)
    assert say("verify")[0] == 0
    assert say("verify", "--against", str(tmp_path / "letter"))[0] == 1
    assert say("verify")[0] == 1
    assert checking.soundness(cast.identity("olga")).problem.startswith("tail cut at 6")


def test_an_older_anchor_does_not_put_out_what_a_newer_one_found(say, cast, tmp_path):
    say("anchor")
    kept = tmp_path / "data" / "anchors" / "anchors.ndjson"
    (tmp_path / "older").write_text(kept.read_text())
    erase(cast, "zoe")
    say("anchor")
    cut_the_last(cast.acme)
    code, out, _ = say("verify", "--against", str(tmp_path / "older"))
    assert (code, "BROKEN, tail cut at 7" in out) == (1, True)


def test_what_is_not_as_it_was_signed_is_not_signed_again(say, cast):
    say("anchor")
    cut_the_last(cast.acme)
    code, out, err = say("anchor")
    assert (code, out) == (1, "")
    assert "Not signed, because it is not what was signed before: the audit log of acme at 6." in err
    assert checking.soundness(cast.identity("olga")).problem.startswith("tail cut at 6")


def test_a_backup_that_was_put_back_on_purpose_is_told_of_in_the_record(say, cast, tmp_path):
    say("anchor")
    folder = tmp_path / "data" / "anchors"
    letter = (folder / "anchors.ndjson").read_text()
    cut_the_last(cast.acme)
    assert say("verify")[0] == 1
    assert say("restored", "--why", " ")[0] == 2
    code, out, _ = say("restored", "--why", "The disk failed; backup of Monday")
    assert (code, out) == (0, "acme: was signed up to 6, goes on from 5\n")
    assert say("verify")[0] == 0
    assert checking.soundness(cast.identity("olga")).problem == ""
    told = entries(Tag.RECORD_RESTORED)
    assert [(one.organization_id, one.note, one.before, one.after) for one in told] == [
        (cast.acme, "The disk failed; backup of Monday", {"entries": 6}, {"entries": 5})
    ]
    assert "at odds with no anchor" in say("restored", "--why", "again")[1]
    assert letter in [path.read_text() for path in folder.glob("anchors-until-*")]
    (tmp_path / "letter").write_text(letter)
    code, out, _ = say("verify", "--against", str(tmp_path / "letter"))
    assert (code, "anchor mismatch at 6" in out) == (1, True)


def test_no_backup_explains_what_is_broken_in_itself(say, cast):
    say("anchor")
    bend(cast)
    code, _, err = say("restored", "--why", "backup")
    assert (code, "No backup explains this: acme: edited at 3" in err) == (2, True)
    assert entries(Tag.RECORD_RESTORED) == []


def test_a_person_is_erased_by_id_or_e_mail(say, cast):
    code, out, _ = say("erase", "--person", "ZOE@acme.example")
    assert (code, out.startswith("5 entries no longer say anything of ")) == (0, True)
    assert say("verify")[0] == 0
    assert say("erase", "--person", str(cast["zoe"]))[0] == 2
    assert say("erase", "--person", str(cast["sam"]))[0] == 0


def test_an_export_is_verified_without_the_product(say, cast, export):
    erase(cast, "zoe")
    erase(cast, "sam")
    code, out = script(str(export()))
    assert (code, "acme: sound, 8 entries" in out) == (0, True)
    code, out = script(str(export("--organization", "acme")))
    assert (code, out.count("sound")) == (0, 1)


def test_an_export_is_verified_against_anchors(say, cast, export, tmp_path):
    say("anchor")
    kept, key = tmp_path / "data" / "anchors" / "anchors.ndjson", tmp_path / "key.pem"
    key.write_text(say("anchor", "--public-key")[1])
    given = ("--anchors", str(kept), "--public-key", str(key))
    path = export()
    assert script(str(path), *given)[0] == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if '"organization":"acme"' in line)
    cut = [*lines[: start + 6], *lines[start + 7 :]]
    head = json.loads(cut[start])
    head["seq"], head["digest"] = 5, json.loads(cut[start + 5])["digest"]
    cut[start] = json.dumps(head)
    path.write_text("\n".join(cut) + "\n", encoding="utf-8")
    assert script(str(path))[0] == 0
    code, out = script(str(path), *given)
    assert (code, "tail cut" in out) == (1, True)
    kept.write_text(kept.read_text().replace('"seq":6', '"seq":7'))
    assert script(str(path), *given)[0] == 2


class TestTheScript:
    @pytest.fixture
    def anchored(self, say, tmp_path):
        say("anchor")
        (tmp_path / "key.pem").write_text(say("anchor", "--public-key")[1])
        path = tmp_path / "data" / "anchors" / "anchors.ndjson"
        return path, ("--anchors", str(path), "--public-key", str(tmp_path / "key.pem"))

    def test_is_not_appeased_by_a_second_anchor_of_what_was_made_anew(self, cast, export, anchored, tmp_path):
        path, given = anchored
        anew(cast.acme, 6)
        sign_again(path, tmp_path / "data")
        code, out = script(str(export()), *given)
        assert (code, "acme, sequence 6: anchor mismatch" in out) == (1, True)

    def test_misses_a_chain_that_was_anchored(self, cast, export, anchored, say):
        with db.writing(cast.globex) as tx:
            trail.record(tx, operator(cast.globex), Tag.GROUP_CREATED)
        say("anchor")
        _, given = anchored
        path = str(export("--organization", "acme"))
        code, out = script(path, *given)
        assert (code, "globex, sequence 1: missing" in out) == (1, True)
        assert script(path, *given, "--organization", "acme")[0] == 0
        assert script(path, *given, "--organization", "globex")[0] == 1

    def test_passes_over_half_a_line_and_cannot_check_another_keys(self, export, anchored, tmp_path):
        path, given = anchored
        whole = path.read_text()
        path.write_text(whole + whole[:40])
        assert script(str(export()), *given)[0] == 0
        (tmp_path / "other").mkdir()
        (tmp_path / "key.pem").write_text(anchors.public_key_pem(anchors.private_key(tmp_path / "other")))
        code, out = script(str(export()), *given)
        assert (code, "signed by another key" in out) == (2, True)


def sign_again(path: Path, data_dir: Path) -> None:
    """As a server did that signs whatever it finds."""
    kept = path.read_text()
    path.unlink()
    anchors.write(config.load(data_dir=data_dir))
    path.write_text(kept + path.read_text())


def test_a_bent_export_is_broken_and_nonsense_is_not_checked(say, cast, export, tmp_path):
    path = export()
    whole = path.read_text(encoding="utf-8")
    lines = whole.splitlines()
    for bent in (
        whole.replace("Olga Orlova", "Ben Becker", 1),
        "\n".join([*lines[:3], *lines[4:]]),
        "\n".join([*lines[:2], lines[3], lines[2], *lines[4:]]),
        "\n".join(lines[:-1]),
    ):
        path.write_text(bent, encoding="utf-8")
        code, out = script(str(path))
        assert (code, "BROKEN" in out) == (1, True)
    for nonsense in ("", "no json", "{}", '{"version":"admin-proxy-export/9"}'):
        path.write_text(nonsense, encoding="utf-8")
        assert script(str(path))[0] == 2
    assert script(str(tmp_path / "nowhere"))[0] == 2
