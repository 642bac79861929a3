"""What the page makes of a checked file."""

from __future__ import annotations

from admin_proxy import words
from admin_proxy.directory.upload_cards import Preview
from admin_proxy.ui.pages.csv_upload import Figures, figures_of


def test_numbers_are_written_as_the_readers_language_writes_them():
    preview = Preview(
        new=12_345, changed=1_204, unchanged=0, left_out=999, deactivated=0, reactivated=0, new_departments=(),
        new_people=(), changed_people=(), left_out_people=(),
    )  # fmt: skip
    assert figures_of(preview) == Figures("12,345", "1,204", "0", "999")
    with words.speaking("de"):
        assert figures_of(preview) == Figures("12.345", "1.204", "0", "999")
