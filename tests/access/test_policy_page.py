"""`docs/policy.md` is what the code says."""

import runpy
from pathlib import Path

from admin_proxy.access.policy import Refusal

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_is_that_of_the_code():
    drawn = runpy.run_path(str(DOCS / "draw_policy.py"))["draw"]()
    assert (DOCS / "policy.md").read_text() == drawn, "`python docs/draw_policy.py` draws it anew"


def test_every_rule_is_there_in_its_order_with_its_sentence_and_its_reason():
    page = (DOCS / "policy.md").read_text()
    places = [page.index(f"{number}. **{refusal.rule}**") for number, refusal in enumerate(Refusal, 1)]
    assert places == sorted(places)
    assert all(refusal.sentence in page and refusal.because in page for refusal in Refusal)
