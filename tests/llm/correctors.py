"""Small correctors that really run: a table of what stands for what, as ONNX and as transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

__all__ = ["VOCABULARY", "onnx_corrector", "random_bert"]

_WORDS = (
    "老人把船划到河糊湖心撒洒下网慢等着天亮会议听取报告告示全区政协委员提出建健识织共凝聚，。：“”"
)
VOCABULARY = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(_WORDS), "20", "##24", "ocr", "##3",
]  # fmt: skip


def write_vocabulary(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")


def onnx_corrector(folder: Path, table: dict[str, str], score: float = 9.0) -> Path:
    """Write a model that puts one token for another wherever it stands, and keeps the rest.

    ``score`` is that of what it puts; all else has 0.
    """
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    write_vocabulary(folder)
    number = {token: at for at, token in enumerate(VOCABULARY)}
    scores = np.eye(len(number), dtype=np.float32) * np.float32(score)
    for read, put in table.items():
        scores[number[read]] = np.roll(scores[number[read]], number[put] - number[read])
    helper = onnx.helper
    kind, real = onnx.TensorProto.INT64, onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["logits"])],
        "corrector",
        [
            helper.make_tensor_value_info(name, kind, ["batch", "length"])
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ],
        [helper.make_tensor_value_info("logits", real, ["batch", "length", len(number)])],
        [onnx.numpy_helper.from_array(scores, "table")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    onnx.save(made, str(folder / "model.onnx"))
    return folder


def random_bert(folder: Path) -> Path:
    """Write a BERT of two small layers with weights by chance."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    write_vocabulary(folder)
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64, initializer_range=1.0,
    )  # fmt: skip
    transformers.BertForMaskedLM(config).save_pretrained(folder)
    return folder
