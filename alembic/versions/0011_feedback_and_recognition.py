"""Feedback and requests for it; company values; recognitions, those they thank, and reactions to them."""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0012"
branch_labels = None
depends_on = None

VALUES_AT_FIRST = ("Customers first", "Own it", "Better together", "Stay curious", "Keep it simple")
WAITS = sa.text("answered_at IS NULL AND declined_at IS NULL")
KINDS = ("applause", "heart", "celebration", "idea")


def upgrade() -> None:
    _feedback_request()
    _feedback()
    _company_value()
    _recognition()


def _feedback_request() -> None:
    op.create_table(
        "feedback_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_words", sa.String(length=1000), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "requester_id <> asked_id AND about_id <> asked_id",
            name=op.f("ck_feedback_request_nobody_is_asked_about_themselves"),
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR declined_at IS NULL", name=op.f("ck_feedback_request_answered_or_declined")
        ),
        _to("feedback_request", "organization_id", "organization"),
        *(_to("feedback_request", column, "person") for column in ("requester_id", "about_id", "asked_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_request")),
    )
    op.create_index("uq_feedback_request_once", "feedback_request", ["requester_id", "once", "asked_id"], unique=True)
    op.create_index("ix_feedback_request_sent", "feedback_request", ["requester_id", "id"])
    op.create_index(
        "ix_feedback_request_waits", "feedback_request", ["asked_id", "id"], sqlite_where=WAITS, postgresql_where=WAITS
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.CheckConstraint("giver_id <> receiver_id", name=op.f("ck_feedback_nobody_gives_to_themselves")),
        _to("feedback", "organization_id", "organization"),
        *(_to("feedback", column, "person") for column in ("giver_id", "receiver_id", "about_id")),
        _to("feedback", "request_id", "feedback_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("request_id", name=op.f("uq_feedback_request_id")),
    )
    op.create_index("uq_feedback_once", "feedback", ["giver_id", "once", "receiver_id"], unique=True)
    op.create_index("ix_feedback_received", "feedback", ["receiver_id", "id"])
    op.create_index("ix_feedback_given", "feedback", ["giver_id", "id"])


def _company_value() -> None:
    table = op.create_table(
        "company_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _to("company_value", "organization_id", "organization"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_value")),
    )
    op.create_index("uq_company_value_name", "company_value", ["organization_id", "name"], unique=True)
    organizations = op.get_bind().execute(sa.text("SELECT id FROM organization ORDER BY id")).scalars().all()
    op.bulk_insert(
        table,
        [
            {"organization_id": organization, "name": name, "position": position}
            for organization in organizations
            for position, name in enumerate(VALUES_AT_FIRST)
        ],
    )


def _recognition() -> None:
    op.create_table(
        "recognition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=1000), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        _to("recognition", "organization_id", "organization"),
        _to("recognition", "giver_id", "person"),
        _to("recognition", "value_id", "company_value"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
    )
    op.create_index("uq_recognition_once", "recognition", ["giver_id", "once"], unique=True)
    op.create_index("ix_recognition_newest", "recognition", ["organization_id", "id"])
    op.create_table(
        "recognition_receiver",
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _to("recognition_receiver", "recognition_id", "recognition"),
        _to("recognition_receiver", "person_id", "person"),
        sa.PrimaryKeyConstraint("recognition_id", "person_id", name=op.f("pk_recognition_receiver")),
    )
    op.create_index(op.f("ix_recognition_receiver_person_id"), "recognition_receiver", ["person_id"])
    op.create_table(
        "recognition_reaction",
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="reaction_kind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("recognition_reaction", "recognition_id", "recognition"),
        _to("recognition_reaction", "person_id", "person"),
        sa.PrimaryKeyConstraint("recognition_id", "kind", "person_id", name=op.f("pk_recognition_reaction")),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    for table in (
        "recognition_reaction", "recognition_receiver", "recognition", "company_value", "feedback", "feedback_request",
    ):  # fmt: skip
        op.drop_table(table)
