"""The ground: organizations, people, logins, sessions, the record."""

import sqlalchemy as sa

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tag", sa.String(length=80), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=254), nullable=False),
        sa.Column("actor_email", sa.String(length=254), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.String(length=254), nullable=False),
        sa.Column("subject_email", sa.String(length=254), nullable=False),
        sa.Column("people_text", sa.Text(), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("object_name", sa.String(length=254), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(actor_kind = 'person') = (actor_id IS NOT NULL)", name=op.f("ck_audit_entry_actor_is_named")
        ),
        sa.CheckConstraint(
            "actor_kind IN ('person', 'operator', 'visitor')", name=op.f("ck_audit_entry_actor_kind_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_actor", ["organization_id", "actor_id", "id"], unique=False)
        batch_op.create_index("ix_audit_entry_newest", ["organization_id", "id"], unique=False)
        batch_op.create_index("ix_audit_entry_session", ["session_id", "id"], unique=False)
        batch_op.create_index("ix_audit_entry_subject", ["organization_id", "subject_id", "id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("to_person_id", sa.Integer(), nullable=True),
        sa.Column("to_name", sa.String(length=254), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=254), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proxy_enabled", sa.Boolean(), nullable=False),
        sa.Column("limited_to_super_admins", sa.Boolean(), nullable=False),
        sa.Column("reason_required", sa.Boolean(), nullable=False),
        sa.Column("notify_of_changes", sa.Boolean(), nullable=False),
        sa.Column("session_hours", sa.Integer(), nullable=False),
        sa.CheckConstraint("session_hours BETWEEN 1 AND 24", name=op.f("ck_organization_session_hours_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("slug", name=op.f("uq_organization_slug")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_failure_account", ["account_key", "at"], unique=False)
        batch_op.create_index("ix_sign_in_failure_address", ["address_key", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_failure_at"), ["at"], unique=False)

    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_department_organization_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["department.id"], name=op.f("fk_department_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
    )
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.create_index("ix_department_parent", ["organization_id", "parent_id"], unique=False)
        batch_op.create_index(
            "uq_department_name_under_parent",
            ["organization_id", sa.text("coalesce(parent_id, 0)"), "name"],
            unique=True,
        )

    op.create_table(
        "user_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_user_group_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group")),
    )
    with op.batch_alter_table("user_group", schema=None) as batch_op:
        batch_op.create_index("uq_user_group_name", ["organization_id", "name"], unique=True)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "employee",
                "hr_admin",
                "admin",
                "super_admin",
                "customer_success_manager",
                "program_architect",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("employee_id", sa.String(length=64), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("hire_date", sa.Date(), nullable=True),
        sa.Column("deactivated_on", sa.Date(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("privacy_version", sa.String(length=20), nullable=False),
        sa.Column("privacy_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(organization_id IS NULL) = (role IN ('customer_success_manager', 'program_architect'))",
            name=op.f("ck_person_vendor_staff_stand_outside"),
        ),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_person_department_id")),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_person_manager_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_person_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_department", ["organization_id", "department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index("ix_person_name", ["organization_id", "last_name", "first_name", "id"], unique=False)
        batch_op.create_index("ix_person_role", ["organization_id", "role"], unique=False)
        batch_op.create_index(
            "uq_person_employee_id",
            ["organization_id", "employee_id"],
            unique=True,
            sqlite_where=sa.text("employee_id <> ''"),
            postgresql_where=sa.text("employee_id <> ''"),
        )

    op.create_table(
        "csv_upload",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=254), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_csv_upload_organization_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_csv_upload_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_csv_upload")),
    )
    with op.batch_alter_table("csv_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_csv_upload_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["user_group.id"], name=op.f("fk_group_member_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_group_member_person_id")),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_group_member")),
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "login",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_cause", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("user_agent", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_login_token_sha256")),
    )
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.create_index(
            "ix_login_open",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "password_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_password_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_password_link_token_sha256")),
    )
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "scope_department",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_scope_department_department_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scope_department_person_id")),
        sa.PrimaryKeyConstraint("person_id", "department_id", name=op.f("pk_scope_department")),
    )
    with op.batch_alter_table("scope_department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scope_department_department_id"), ["department_id"], unique=False)

    op.create_table(
        "scope_group",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["user_group.id"], name=op.f("fk_scope_group_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scope_group_person_id")),
        sa.PrimaryKeyConstraint("person_id", "group_id", name=op.f("pk_scope_group")),
    )
    with op.batch_alter_table("scope_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scope_group_group_id"), ["group_id"], unique=False)

    op.create_table(
        "vendor_assignment",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_vendor_assignment_organization_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vendor_assignment_person_id")),
        sa.PrimaryKeyConstraint("person_id", "organization_id", name=op.f("pk_vendor_assignment")),
    )
    with op.batch_alter_table("vendor_assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vendor_assignment_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "impersonation_session",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("login_id", sa.String(length=36), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("search", sa.String(length=200), nullable=False),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_cause", sa.String(length=40), nullable=False),
        sa.Column("end_sentence", sa.String(length=500), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_cause = '')", name=op.f("ck_impersonation_session_an_end_has_a_cause")
        ),
        sa.CheckConstraint(
            "actor_id <> subject_id", name=op.f("ck_impersonation_session_nobody_impersonates_themselves")
        ),
        sa.CheckConstraint(
            "expires_at > started_at AND expires_at <= latest_end",
            name=op.f("ck_impersonation_session_session_is_bounded"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_impersonation_session_actor_id")),
        sa.ForeignKeyConstraint(["login_id"], ["login.id"], name=op.f("fk_impersonation_session_login_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_impersonation_session_organization_id")
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["person.id"], name=op.f("fk_impersonation_session_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impersonation_session")),
    )
    with op.batch_alter_table("impersonation_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_impersonation_session_login_id"), ["login_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_impersonation_session_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_impersonation_session_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index("ix_session_actor", ["actor_id", "started_at"], unique=False)
        batch_op.create_index(
            "ix_session_running",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_one_running_session_for_each_login",
            ["login_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("impersonation_session", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_one_running_session_for_each_login",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_session_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_session_actor")
        batch_op.drop_index(batch_op.f("ix_impersonation_session_subject_id"))
        batch_op.drop_index(batch_op.f("ix_impersonation_session_organization_id"))
        batch_op.drop_index(batch_op.f("ix_impersonation_session_login_id"))

    op.drop_table("impersonation_session")
    with op.batch_alter_table("vendor_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vendor_assignment_organization_id"))

    op.drop_table("vendor_assignment")
    with op.batch_alter_table("scope_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scope_group_group_id"))

    op.drop_table("scope_group")
    with op.batch_alter_table("scope_department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scope_department_department_id"))

    op.drop_table("scope_department")
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_link_person_id"))

    op.drop_table("password_link")
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_login_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("login")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_member_person_id"))

    op.drop_table("group_member")
    with op.batch_alter_table("csv_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_csv_upload_organization_id"))

    op.drop_table("csv_upload")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_employee_id",
            sqlite_where=sa.text("employee_id <> ''"),
            postgresql_where=sa.text("employee_id <> ''"),
        )
        batch_op.drop_index("ix_person_role")
        batch_op.drop_index("ix_person_name")
        batch_op.drop_index(batch_op.f("ix_person_manager_id"))
        batch_op.drop_index("ix_person_department")

    op.drop_table("person")
    with op.batch_alter_table("user_group", schema=None) as batch_op:
        batch_op.drop_index("uq_user_group_name")

    op.drop_table("user_group")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_index("ix_department_parent")

    op.drop_table("department")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_at"))
        batch_op.drop_index("ix_sign_in_failure_address")
        batch_op.drop_index("ix_sign_in_failure_account")

    op.drop_table("sign_in_failure")
    op.drop_table("organization")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_organization_id"))

    op.drop_table("letter")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")
        batch_op.drop_index("ix_audit_entry_session")
        batch_op.drop_index("ix_audit_entry_newest")
        batch_op.drop_index("ix_audit_entry_actor")

    op.drop_table("audit_entry")
