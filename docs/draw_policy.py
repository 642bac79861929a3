"""Draws `docs/policy.md` from `admin_proxy/access/policy.py`: every rule, its order, its sentence, its reason.

`make map` writes it, too; a test holds the page to the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from admin_proxy.access.policy import ADMINISTRATORS, Refusal, decide, refused
from admin_proxy.identity import Role

PAGE = Path(__file__).resolve().parent / "policy.md"

_HEAD = """# Who may impersonate whom

One function answers for one pair of actor and subject (`access/policy.py`); one SQL predicate answers for lists
(`access/predicate.py`), and the tests hold them together. The first rule that applies is the answer, in these words, on
the greyed button, in the refusal and in the record. The rules are asked at every start and every ‘Continue’, on every
event, and inside the transaction of every change of a fact that they look at. This page is drawn from the code.

## The rules, in their order
"""

_TABLE = """
## Where no fact stands in the way

Who may impersonate whom with Admin Proxy on and not limited, the subject active, in the same organization, in the HR
Admin's scope, and the privacy policy accepted:
"""


def draw() -> str:
    return "\n".join([_HEAD, *_rules(), _TABLE, *_roles(), ""])


def _rules() -> Iterator[str]:
    for number, refusal in enumerate(Refusal, 1):
        said = {refused(refusal, role).sentence: role.label for role in ADMINISTRATORS}
        yield f"{number}. **{refusal.rule}** (`{refusal.value}`)\n"
        if len(said) == 1:
            yield f"   > {refusal.sentence}\n"
        else:
            yield from (f"   > {sentence} *(to {role}s)*\n" for sentence, role in said.items())
        yield f"   {refusal.because}\n"


def _roles() -> Iterator[str]:
    people = [role for role in Role if not role.is_vendor]
    yield f"| Actor ↓ Subject → | {' | '.join(role.label for role in people)} |"
    yield f"| --- | {' | '.join('---' for _ in people)} |"
    for actor in Role:
        yield f"| {actor.label} | {' | '.join(_cell(actor, subject) for subject in people)} |"


def _cell(actor: Role, subject: Role) -> str:
    refusal = _decide(actor, subject)
    return "yes" if refusal is None else f"no ({list(Refusal).index(refusal) + 1})"


def _decide(actor: Role, subject: Role) -> Refusal | None:
    return decide(
        actor_role=actor,
        actor_id=1,
        actor_organization_id=None if actor.is_vendor else 1,
        proxy_enabled=True,
        limited_to_super_admins=False,
        already_impersonating=False,
        subject_id=2,
        subject_organization_id=1,
        subject_role=subject,
        subject_in_scope=True,
        subject_deactivated=False,
        subject_privacy_accepted=True,
    ).refusal


if __name__ == "__main__":
    PAGE.write_text(draw())
