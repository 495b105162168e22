"""Fitting the shared weights reads training rows only and gives the same file again."""

import json
from pathlib import Path

from fitting import fit_gate
from knowledge.matching import Index, load_weights
from tests.knowledge.matching.phrasings import PHRASINGS, TEXTS


def write_inputs(folder: Path) -> list[str]:
    english = {topic: list(texts) for (topic, language), texts in TEXTS.items() if language == "en"}
    knowledge = {
        "topics": [{"slug": topic, "phrasings": texts[:2]} for topic, texts in english.items()],
        "questions": [{"text": texts[2], "topic": topic} for topic, texts in english.items()]
        + [
            {"text": text, "topic": None}
            for text in ("where is the airport", "is the pool open on sunday", "tax forms")
        ],
    }
    (folder / "knowledge.json").write_text(json.dumps(knowledge), encoding="utf-8")
    train = [
        {"text": f"{text} {word}", "topic": topic}
        for topic, texts in english.items()
        for text in texts
        for word in ("", "please", "this week", "for my kid", "now")
    ]
    # Questions that judge are not even valid rows here: reading them would fail.
    (folder / "phrasings.json").write_text(json.dumps({"train": train, "test": ["never read"]}), encoding="utf-8")
    return ["--knowledge", str(folder / "knowledge.json"), "--phrasings", str(folder / "phrasings.json")]


def test_fitting_names_its_inputs_and_repeats_itself(tmp_path: Path) -> None:
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    for out in (first, again):
        fit_gate.main([*write_inputs(tmp_path), "--out", str(out)])
    assert first.read_bytes() == again.read_bytes()
    inputs = json.loads(first.read_text(encoding="utf-8"))["inputs"]
    assert [one["file"] for one in inputs] == ["knowledge.json", "phrasings.json"]
    index = Index.build(PHRASINGS, weights=load_weights(first))
    assert index.match("are schools closed", language="en").outcome == "answer"
