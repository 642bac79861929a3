"""The plain HTTP doors, and every other kind of answer, as a client that believes in no page meets them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import httpx
import pytest
from sqlmodel import Session, select
from uuid_utils import uuid7

from admin_proxy import clock
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.reports.tables import Format, Kind, Report, ReportPiece, ReportTicket, Stage
from admin_proxy.reports.wording import DOOR_CLOSED
from tests.serving import Product

pytestmark = pytest.mark.border
DOORS = (
    "/auth/sign-in", "/auth/demo", "/auth/sign-out", "/auth/privacy", "/auth/password", "/auth/change-password",
    "/uploads/csv", "/audit/export", "/reports/download",
)  # fmt: skip


def ask(product: Product, method: str, path: str, **more) -> httpx.Response:
    return httpx.request(method, product.origin + path, trust_env=False, **more)


@dataclass
class ReadyReport:
    """One of Sam's that is complete."""

    product: Product
    report_id: str
    content: str

    def ticket(self, token: str) -> str:
        """As the Reports page hands it out to that login, whoever it is."""
        ticket, login_id = secrets.token_urlsafe(8), self.product.login_id(token)
        with Session(self.product.engine) as tx:
            running = select(ImpersonationSession.id).where(ImpersonationSession.login_id == login_id)
            tx.add(
                ReportTicket(
                    token_sha256=sha256(ticket.encode()).hexdigest(), report_id=self.report_id, login_id=login_id,
                    session_id=tx.exec(running).first(), expires_at=clock.now() + timedelta(minutes=1),
                )
            )  # fmt: skip
            tx.commit()
        return ticket


@pytest.fixture
def ready_report(product: Product) -> ReadyReport:
    report, content = str(uuid7()), "Goal,Description\r\nWin ten customers,Big ones.\r\n"
    sam, now = product.cast["sam"], clock.now()
    with Session(product.engine) as tx:
        tx.add(
            Report(
                id=report, organization_id=product.cast.acme, subject_id=sam, actor_id=sam, login_id="x",
                kind=Kind.MY_GOALS, format=Format.CSV, once=secrets.token_hex(16), stage=Stage.READY,
                asked_at=datetime(2026, 3, 2, 9, tzinfo=UTC), ended_at=now, size=len(content),
                kept_until=now + timedelta(days=1),
            )
        )  # fmt: skip
        tx.flush()
        for number, piece in enumerate((content[:20], content[20:])):
            tx.add(ReportPiece(report_id=report, number=number, content=piece.encode()))
        tx.commit()
    return ReadyReport(product, report, content)


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_what_changes_something_takes_a_post(product: Product, method: str, path: str):
    answer = ask(product, method, path, headers={"Origin": product.origin})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "http://127.0.0.1:1"},
     {"Origin": "own", "Sec-Fetch-Site": "cross-site"}, {"Origin": "own", "Sec-Fetch-Site": "same-site"}],
)  # fmt: skip
def test_a_post_comes_from_the_products_own_pages(product: Product, path: str, headers: dict[str, str]):
    sent = {name: product.origin if value == "own" else value for name, value in headers.items()}
    assert ask(product, "POST", path, headers=sent).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/login/", 200), ("GET", "/settings/", 303), ("GET", "/no/such/page", 404), ("GET", "/app.css", 200),
     ("GET", "/auth/sign-in", 405), ("POST", "/auth/sign-in", 403), ("OPTIONS", "/", 405), ("GET", "/_health", 200)],
)  # fmt: skip
def test_every_kind_of_answer_says_what_browsers_need_to_know(product: Product, method: str, path: str, status: int):
    answer = ask(product, method, path)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"]
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "path",
    ["/no/such/page", "/_upload/x", "/_all_routes", "/ping", "/_event/?EIO=4&transport=polling", "/settings/index.html",
     "/%00", "/" + "a" * 5_000, "/demo/mailbox"],
)  # fmt: skip
def test_what_is_not_there_is_a_404_of_the_products_own(product: Product, path: str):
    answer = ask(product, "GET", path)
    assert answer.status_code == 404
    assert "<!DOCTYPE html>" in answer.text


def test_the_demonstrations_sign_in_is_not_there(product: Product):
    answer = ask(product, "POST", "/auth/demo", data={"persona": "super-admin"}, headers={"Origin": product.origin})
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("who", "path", "status", "location"),
    [("", "/settings/", 303, "/login?next=%2Fsettings%2F"),
     ("nora", "/settings/", 303, "/privacy-policy"),
     ("sam", "/settings/", 200, ""),
     ("sam", "/admin/program-management/impersonate/", 403, ""),
     ("olga", "/admin/program-management/impersonate/", 200, "")],
)  # fmt: skip
def test_a_page_is_for_whom_it_is_for(product: Product, who: str, path: str, status: int, location: str):
    cookie = {"Cookie": f"admin_proxy={product.sign_in(who)}"} if who else {}
    answer = ask(product, "GET", path, headers=cookie)
    assert (answer.status_code, answer.headers.get("location", "")) == (status, location)


@pytest.mark.parametrize(
    "content",
    [b"", b"%", b"email=%00&password=%00", b"email=%ed%a0%80&password=%ff", b"&" * 1_000, b"email=" + b"x" * 10_000],
)
def test_a_malformed_form_is_an_ordinary_refusal(product: Product, new_address, content: bytes):
    headers = {
        "Origin": product.origin,
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": new_address(),
    }
    answer = ask(product, "POST", "/auth/sign-in", content=content, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?said=")


def test_an_oversized_form_is_not_read_to_its_end(product: Product):
    headers = {"Origin": product.origin, "Content-Type": "application/x-www-form-urlencoded"}
    assert ask(product, "POST", "/auth/sign-in", content=b"x" * 20_000, headers=headers).status_code == 413


def test_an_export_of_the_audit_log_is_for_super_admins(product: Product):
    def post(who: str, **fields: str) -> httpx.Response:
        cookie = {"Cookie": f"admin_proxy={product.sign_in(who)}"} if who else {}
        return ask(product, "POST", "/audit/export", data=fields, headers={"Origin": product.origin, **cookie})

    assert post("", format="csv").headers["location"] == "/login"
    for who in ("hana", "adam", "sam", "nora", "carl"):
        assert post(who, format="csv").status_code == 403
    assert post("olga", format="pdf").status_code == 422
    assert post("olga").status_code == 422
    exported = post("olga", format="csv", category="audit", person="olga")
    assert exported.status_code == 200
    assert exported.headers["content-type"] == "text/csv; charset=utf-8"
    assert exported.headers["content-disposition"].startswith('attachment; filename="audit-log-')
    assert exported.headers["cache-control"] == "no-store"
    assert "Timestamp (UTC)" in exported.text
    assert "Exported the audit log" in post("olga", format="csv", category="audit").text
    assert "acme.example" not in post("eve", format="ndjson").text
    assert post("olga", format="xlsx").content.startswith(b"PK")


def test_an_impersonation_exports_with_the_subjects_rights(product: Product):
    token = product.sign_in("olga")
    product.impersonate(token, "sam")
    sent = {"Origin": product.origin, "Cookie": f"admin_proxy={token}"}
    assert ask(product, "POST", "/audit/export", data={"format": "csv"}, headers=sent).status_code == 403
    product.end_impersonation(token)
    assert ask(product, "POST", "/audit/export", data={"format": "csv"}, headers=sent).status_code == 200


def test_a_report_is_for_whose_it_is(product: Product, ready_report: ReadyReport):
    def post(token: str, ticket: str) -> httpx.Response:
        cookie = {"Cookie": f"admin_proxy={token}"} if token else {}
        sent = {"Origin": product.origin, **cookie}
        return ask(product, "POST", "/reports/download", data={"ticket": ticket}, headers=sent)

    sam = product.sign_in("sam")
    assert post("", ready_report.ticket(sam)).status_code == 401
    assert post(product.sign_in("nora"), ready_report.ticket(sam)).status_code == 403
    for other in ("fay", "olga", "eve", "sam"):
        refused = post(product.sign_in(other), ready_report.ticket(sam))
        assert (refused.status_code, refused.json()) == (404, {"error": DOOR_CLOSED})
    assert post(product.sign_in("carl"), ready_report.ticket(sam)).status_code == 403
    for made_up in ("", "x", ready_report.report_id, "\x00"):
        assert post(sam, made_up).status_code == 404
    ticket = ready_report.ticket(sam)
    file = post(sam, ticket)
    assert file.status_code == 200
    assert file.text == ready_report.content
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.headers["content-disposition"] == 'attachment; filename="my-goals-2026-03-02.csv"'
    assert file.headers["cache-control"] == "no-store"
    assert post(sam, ticket).status_code == 404


def test_after_the_impersonation_a_ticket_of_it_opens_nothing(product: Product, ready_report: ReadyReport):
    token = product.sign_in("olga")
    product.impersonate(token, "sam")
    sent = {"Origin": product.origin, "Cookie": f"admin_proxy={token}"}
    ticket = ready_report.ticket(token)
    during = ask(product, "POST", "/reports/download", data={"ticket": ready_report.ticket(token)}, headers=sent)
    assert during.text == ready_report.content
    product.end_impersonation(token)
    after = ask(product, "POST", "/reports/download", data={"ticket": ticket}, headers=sent)
    assert after.status_code == 404
