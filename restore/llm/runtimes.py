"""Runs a corrector of the user's own: ONNX by onnxruntime, other weights by transformers.

Both run on one thread of the processor and see one document at a time, so that the figures do not
depend on the machine's load or on how many documents a run has.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from restore.errors import SettingsError

__all__ = ["Predict", "Runtime", "load", "runtime_of", "weights_of"]

Runtime = Literal["onnx", "transformers"]
#: Numbers and mask of tokens, both (sentences, tokens), to scores (sentences, tokens, vocabulary).
Predict = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


def runtime_of(folder: Path) -> Runtime:
    """Return what runs the model of a folder.

    Raises
    ------
    SettingsError
        If no model is there.
    """
    if _onnx_file(folder) is not None:
        return "onnx"
    if (folder / "config.json").is_file() and weights_of(folder):
        return "transformers"
    raise SettingsError(
        f"{folder}: holds no corrector; model.onnx belongs there, or config.json with "
        "model.safetensors (or pytorch_model.bin), and vocab.txt"
    )


def weights_of(folder: Path) -> list[Path]:
    """Return the files that make the model what it is."""
    onnx = _onnx_file(folder)
    if onnx is not None:
        return [onnx, *sorted(folder.glob(f"{onnx.name}[._]data*"))]
    return sorted(path for pattern in _WEIGHTS for path in folder.glob(pattern))


def _onnx_file(folder: Path) -> Path | None:
    named = folder / "model.onnx"
    files = [named] if named.is_file() else sorted(folder.glob("*.onnx"))
    return files[0] if len(files) == 1 else None


def load(folder: Path) -> Predict:
    """Load the model of a folder.

    Raises
    ------
    SettingsError
        If its runtime is not installed, or it is no classifier of tokens.
    """
    return _onnx(folder) if runtime_of(folder) == "onnx" else _transformers(folder)


def _onnx(folder: Path) -> Predict:
    try:
        import onnxruntime
    except ImportError as error:
        raise SettingsError(
            f"{folder}: is run by onnxruntime; install it with: pip install 'restore-zh[onnx]'"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(_onnx_file(folder)), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        # onnxruntime has an exception of its own for each kind of fault.
        raise SettingsError(f"{folder}: cannot be loaded by onnxruntime ({error})") from error
    inputs = {item.name for item in session.get_inputs()}
    scores = [item.name for item in session.get_outputs() if len(item.shape) == 3]
    known = {"input_ids", "attention_mask", "token_type_ids"}
    if not scores or "input_ids" not in inputs or inputs - known:
        raise SettingsError(
            f"{folder}: is no classifier of tokens: it takes {', '.join(sorted(inputs))}; "
            "export it with input_ids, attention_mask, token_type_ids, and scores for each token"
        )

    def predict(numbers: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        given = {
            "input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)
        }  # fmt: skip
        (found,) = session.run(scores[:1], {name: given[name] for name in inputs})
        return cast("NDArray[np.float32]", found)

    return predict


def _transformers(folder: Path) -> Predict:
    try:
        import torch
        from transformers import AutoModelForMaskedLM
    except ImportError as error:
        raise SettingsError(
            f"{folder}: is run by transformers; install it with: pip install transformers torch, or "
            "export the model to ONNX"
        ) from error
    try:
        model: Any = AutoModelForMaskedLM.from_pretrained(str(folder), local_files_only=True)
    except Exception as error:
        # What is wrong with a folder raises whatever the reader of that file raises.
        raise SettingsError(f"{folder}: cannot be loaded by transformers ({error})") from error
    model = model.eval().float()

    def predict(numbers: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            with torch.inference_mode():
                found = model(
                    input_ids=torch.from_numpy(numbers), attention_mask=torch.from_numpy(mask)
                )
        finally:
            torch.set_num_threads(threads)
        return cast("NDArray[np.float32]", found.logits.numpy())

    return predict
