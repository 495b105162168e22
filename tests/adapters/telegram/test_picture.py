"""The picture in the documents is what families get today, and its words stay within their bubbles."""

from __future__ import annotations

from pathlib import Path

from adapters.telegram.picture import lines_of
from tests.adapters.conftest import ROOT, Run

PICTURE = ROOT / "docs" / "telegram.svg"


def test_the_committed_picture_is_what_telegram_shows_today(run: Run, shipped: Path) -> None:
    assert run("picture", "now.svg", "--platform", "telegram").status == 0

    drawn = (shipped / "now.svg").read_text(encoding="utf-8")

    assert drawn == PICTURE.read_text(encoding="utf-8"), "bellwether picture docs/telegram.svg --platform telegram"
    assert "http://" not in drawn.replace("http://www.w3.org/2000/svg", "")  # nothing is loaded from anywhere


def test_another_platform_is_refused(run: Run) -> None:
    refused = run("picture", "now.svg", "--platform", "pager")

    assert refused.status == 2
    assert "pager" in refused.err


def test_words_are_broken_into_lines_that_fit_and_keep_their_style() -> None:
    lines = lines_of(
        "<b>Closed on Wednesday, March 23</b>, unless <i>a deal</i> is reached first.\nReally &amp; so.", 200
    )

    assert all(sum(run.width for run in line) <= 215 for line in lines)
    assert "".join(run.words for line in lines for run in line if "b" in run.styles) == "Closed on Wednesday, March 23"
    assert [run.words for run in lines[-1]] == ["Really & so."]
