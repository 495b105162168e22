"""The benchmark counts what it says it counts."""

import json
import random
from pathlib import Path

from knowledge.matching.bench import mistyped, run
from tests.knowledge.matching.phrasings import TEXTS


def test_a_report_of_a_small_file(tmp_path: Path) -> None:
    english = {topic: texts for (topic, language), texts in TEXTS.items() if language == "en"}
    train = [{"text": text, "topic": topic} for topic, texts in english.items() for text in texts]
    test = [
        {"text": "are schools closed", "topic": "school-open"},
        {"text": "is the softball game still on", "topic": "softball"},
        {"text": "where can my kids get food", "topic": "deal"},
        {"text": "what is the capital of france", "topic": None},
    ]
    path = tmp_path / "small.json"
    path.write_text(json.dumps({"name": "small", "train": train, "test": test}), encoding="utf-8")
    report = run(path, scales=())
    assert (report.phrasings, report.topics, report.in_scope, report.out_of_scope) == (len(train), len(english), 3, 1)
    assert round(report.top_one) == 67
    answering = report.at[-1]
    assert round(answering.right_at_once) == round(answering.precision) == 67
    assert answering.out_of_scope_refused == 100
    assert [plain.name for plain in report.plain] == ["RapidFuzz extractOne", "n-grams alone"]
    assert any("top-1 66.7 %" in line for line in report.lines())


def test_typos_are_in_as_many_long_words_as_there_are() -> None:
    text = "is the softball game still on"
    for count in (1, 2):
        typed = mistyped(text, count, random.Random(1)).split()
        changed = [(was, now) for was, now in zip(text.split(), typed, strict=True) if was != now]
        assert len(changed) <= count
        assert all(len(was) >= 4 for was, _ in changed)
    assert mistyped("is it on", 2, random.Random(1)) == "is it on"
