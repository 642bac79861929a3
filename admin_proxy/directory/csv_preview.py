"""A plan as it is shown before it is carried out: counts of everything, and some of each kind in full."""

from __future__ import annotations

from itertools import islice

from admin_proxy.directory.csv_columns import Field
from admin_proxy.directory.csv_plan import ATTRIBUTES, EMAIL, Change, Plan, Values
from admin_proxy.directory.departments import shown
from admin_proxy.directory.upload_cards import SAMPLES, FieldChange, PersonSample, Preview
from admin_proxy.words import later, say

_LABELS = dict(
    zip(
        range(len(ATTRIBUTES)),
        (
            Field.EMAIL.label,
            Field.EMPLOYEE_ID.label,
            Field.FIRST_NAME.label,
            Field.LAST_NAME.label,
            Field.TITLE.label,
            Field.DEPARTMENT.label,
            Field.LOCATION.label,
            later("Manager"),
            Field.LANGUAGE.label,
            Field.TIME_ZONE.label,
            Field.HIRE_DATE.label,
            Field.DEACTIVATION_DATE.label,
        ),
        strict=True,
    )
)


def preview(plan: Plan) -> Preview:
    return Preview(
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        left_out=len(plan.left_out),
        deactivated=plan.deactivated,
        reactivated=plan.reactivated,
        new_departments=tuple(shown(path) for path in plan.new_departments),
        new_people=tuple(_new(plan, row, values) for row, values in islice(plan.new.items(), SAMPLES)),
        changed_people=tuple(_changed(plan, change) for change in plan.changed[:SAMPLES]),
        left_out_people=tuple(
            PersonSample(0, plan.name(person), plan.existing[person][EMAIL], ()) for person in plan.left_out[:SAMPLES]
        ),
    )


def _new(plan: Plan, row: int, values: Values) -> PersonSample:
    given = tuple(
        FieldChange(say(_LABELS[attribute]), "", readable)
        for attribute, value in enumerate(values)
        if (readable := plan.readable(attribute, value))
    )
    return PersonSample(plan.sheet.table.line(row), plan.sheet.name(row), values[EMAIL], given)


def _changed(plan: Plan, change: Change) -> PersonSample:
    before = plan.existing[change.person_id]
    changes = tuple(
        FieldChange(
            say(_LABELS[attribute]),
            plan.readable(attribute, before[attribute]) or "",
            plan.readable(attribute, change.after[attribute]) or "",
        )
        for attribute in change.differing
    )
    return PersonSample(plan.sheet.table.line(change.row), plan.name(change.person_id), before[EMAIL], changes)
