"""A sentence model of a few words, written byte by byte: its hidden state is a table looked up, one row for each piece.

The three directions of the table are eating, being open, and striking, so that one knows what must be near what."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

EATING, OPEN, STRIKING = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
NOTHING = (0.0, 0.0, 0.0)
TABLE: Mapping[str, tuple[float, ...]] = {
    **dict.fromkeys(("[PAD]", "[UNK]", "[CLS]", "[SEP]"), NOTHING),
    **dict.fromkeys(("lunch", "food", "eat", "meal", "##s"), EATING),
    **dict.fromkeys(("school", "classes", "closed", "open"), OPEN),
    **dict.fromkeys(("strike", "teachers", "walk", "picket"), STRIKING),
    **dict.fromkeys(("is", "are", "the", "will", "there", "be", "on", "?"), NOTHING),
}
FLOAT, INT64 = 1, 7  # element types of the format
INT = 2  # attribute type of the format


def write_model(
    folder: Path,
    *,
    table: Mapping[str, tuple[float, ...]] = TABLE,
    inputs: Sequence[str] = ("input_ids", "attention_mask", "token_type_ids"),
    output: str = "last_hidden_state",
    settings: Mapping[str, object] | None = None,
) -> str:
    """Writes the folder and returns the SHA-256 of its model.onnx."""
    folder.mkdir(parents=True, exist_ok=True)
    content = model_bytes(list(table.values()), inputs=inputs, output=output)
    (folder / "model.onnx").write_bytes(content)
    (folder / "vocab.txt").write_text("\n".join(table) + "\n", encoding="utf-8")
    if settings is not None:
        (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return hashlib.sha256(content).hexdigest()


def model_bytes(rows: Sequence[Sequence[float]], *, inputs: Sequence[str], output: str) -> bytes:
    """`sentence_embedding` is the mean over all tokens; any other output is the looked-up rows as they are."""
    pooled = output == "sentence_embedding"
    looked_up = "rows" if pooled else output
    nodes = [_node("Gather", ["table", "input_ids"], looked_up)]
    if pooled:
        nodes.append(_node("ReduceMean", ["rows", "axes"], output, keepdims=0))
    shape: list[int | str] = ["batch", len(rows[0])] if pooled else ["batch", "tokens", len(rows[0])]
    graph = b"".join(
        [
            *(_field(1, node) for node in nodes),
            _field(2, b"tiny"),
            _field(5, _tensor("table", [len(rows), len(rows[0])], FLOAT, [_floats(row) for row in rows])),
            *([_field(5, _tensor("axes", [1], INT64, [struct.pack("<q", 1)]))] if pooled else []),
            *(_field(11, _value(name, INT64, ["batch", "tokens"])) for name in inputs),
            _field(12, _value(output, FLOAT, shape)),
        ]
    )
    return _number(1, 8) + _field(8, _field(1, b"") + _number(2, 18)) + _field(7, graph)


def _node(kind: str, inputs: Sequence[str], output: str, **numbers: int) -> bytes:
    attributes = [_field(1, name.encode()) + _number(3, value) + _number(20, INT) for name, value in numbers.items()]
    names = b"".join(_field(1, name.encode()) for name in inputs)
    return names + _field(2, output.encode()) + _field(4, kind.encode()) + b"".join(_field(5, a) for a in attributes)


def _tensor(name: str, shape: Sequence[int], kind: int, raw: Sequence[bytes]) -> bytes:
    dimensions = b"".join(_number(1, size) for size in shape)
    return dimensions + _number(2, kind) + _field(8, name.encode()) + _field(9, b"".join(raw))


def _value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    sizes = [_number(1, one) if isinstance(one, int) else _field(2, one.encode()) for one in shape]
    tensor = _number(1, kind) + _field(2, b"".join(_field(1, size) for size in sizes))
    return _field(1, name.encode()) + _field(2, _field(1, tensor))


def _floats(row: Sequence[float]) -> bytes:
    return struct.pack(f"<{len(row)}f", *row)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
