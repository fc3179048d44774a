from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyarrow")

from restore.core.document import Document
from restore.dedup.anchors import LinkTable
from restore.dedup.check import Checked
from restore.dedup.search import Candidates
from restore.dedup.summary import Summary
from restore.errors import RestoreError
from restore.executors.tables import (
    read_candidates,
    read_checked,
    read_signatures,
    schema_of,
    write_candidates,
    write_checked,
    write_signatures,
)
from restore.pipeline.phases import load_tools, read, summarise
from restore.settings import Settings

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def summaries() -> list[Summary]:
    """Summaries of documents with repeats inside, and of an empty one."""
    settings = Settings()
    tools = load_tools(settings)
    texts = [path.read_text(encoding="utf-8")[:4_000] for path in SEEDS[2:]]
    texts += [texts[0] + "\n" + texts[0], ""]
    states = [
        read(Document.from_text(text, id=str(number)), settings, tools)
        for number, text in enumerate(texts)
    ]
    return list(summarise(states, settings))


def test_signatures_come_back_as_they_went(summaries: list[Summary], tmp_path: Path) -> None:
    path = tmp_path / "signatures.parquet"
    write_signatures(path, "key", iter(summaries))
    assert [item.pack() for item in read_signatures(path, "key")] == [
        item.pack() for item in summaries
    ]
    with pytest.raises(RestoreError, match="another run"):
        list(read_signatures(path, "other"))
    path.write_bytes(b"PAR1")
    with pytest.raises(RestoreError, match="cannot be read back"):
        list(read_signatures(path, "key"))


def test_pairs_come_back_as_they_went(tmp_path: Path) -> None:
    numbers = np.arange(3, dtype=np.int64)
    for count in (3, 0):
        table = LinkTable(*(numbers[:count] * place for place in range(5)))
        wanted = Candidates(numbers[:count], numbers[:count] + 1, table)
        write_candidates(tmp_path, count, "key", wanted)
        found = read_candidates(tmp_path, count, "key")
        for one, other in zip(
            (*wanted[:2], *wanted.inside), (*found[:2], *found.inside), strict=True
        ):
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)
        part = numbers[:count]
        checked = Checked(
            part, part, part.astype(np.float32) / 3, part > 1, part, part, part, part,
            part.astype(np.float32) / 7,
        )  # fmt: skip
        write_checked(tmp_path, count, "key", checked)
        for one, other in zip(checked, read_checked(tmp_path, count, "key"), strict=True):
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)


def test_schemas_are_explicit() -> None:
    fields = {field.name: str(field.type) for field in schema_of("signatures")}
    assert fields["keys"] == "list<item: uint32>"
    assert fields["hashes"] == "list<item: uint64>"
    assert not any(field.nullable for field in schema_of("inside"))
