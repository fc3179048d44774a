"""Figures decided in the desk: what is kept, what it changes, what a second run asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from restore.cli import main
from restore.core.decisions import FIGURES_STAGE, OWN_RULE, Choice
from restore.review.store import read_decisions
from tests.cli.helpers import put
from tests.review.serving import Client, serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

DATED = "（2024年1月{}日）\n过去一年，"
A = DATED.format(29) + "全区三级政协1064名特邀调解员，参与调解案件5633件，成功调解3791件。\n"
B = DATED.format(30) + "自治区三级政协的特邀调解员1064人，参与调解案件5638件，得到肯定。\n"
C = DATED.format(31) + "全县新建学校3所、医院2所，共6所。\n"


def clean(folder: Path) -> dict[str, Any]:
    with pytest.raises(SystemExit) as stop:
        main(["clean", str(folder / "in"), "-o", str(folder / "out")])
    assert stop.value.code == 0
    return json.loads((folder / "out" / "figures.json").read_bytes())


def open_findings(found: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    (group,) = (group for group in found["groups"] if group["verdict"] == "conflict")
    (check,) = (check for check in found["checks"] if check["outcome"] == "failed")
    return group, check


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("a", A), ("b", B), ("c", C)):
        put(tmp_path / "in" / f"{name}.txt", text)
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    clean(folder)
    with serving(folder / "out") as running:
        yield running.enter()


def strict(folder: Path) -> int | str | None:
    codes = set()
    for command in (["figures", "--strict"], ["check", "--max-undecided", "0"]):
        with pytest.raises(SystemExit) as stop:
            main([*command, str(folder / "in")])
        codes.add(stop.value.code)
    (code,) = codes
    return code


def test_a_word_on_a_finding_is_kept_and_holds_in_every_later_run(
    folder: Path, client: Client
) -> None:
    group, check = open_findings(json.loads((folder / "out" / "figures.json").read_bytes()))
    assert strict(folder) == 1
    wishes = [
        {"edit": group["id"], "decision": "accept", "comment": "两次统计"},
        {"edit": check["id"], "decision": "reject"},
    ]
    status, kept = client.decide(*wishes)
    assert status == 200
    assert len({line["batch"] for line in kept["lines"]}) == 1
    lines = read_decisions(folder / "in" / "decisions.jsonl").decisions
    assert [line.stage for line in lines] == [FIGURES_STAGE] * 2
    assert (lines[0].before, lines[0].after) == ("5633件", "5638件")
    assert strict(folder) == 0
    # The text around has moved and grown: what is said of the figures stands.
    put(folder / "in" / "a.txt", "会议在呼和浩特举行。\n\n" + A + "\n会议号召全体委员团结奋斗。\n")
    again = clean(folder)
    assert open_findings(again)[0]["id"] == group["id"]
    assert strict(folder) == 0
    # A character of its sentence was mended: the finding bears another name, and is known again.
    put(folder / "in" / "a.txt", A.replace("参与调解", "參与调解"))
    assert open_findings(clean(folder))[0]["id"] != group["id"]
    assert strict(folder) == 0
    page = (folder / "out" / "report" / "index.html").read_text("utf-8")
    assert f'"id":"{group["id"]}"' in page
    # A figure has changed: that is another finding.
    put(folder / "in" / "a.txt", A.replace("5633", "5636"))
    assert open_findings(clean(folder))[0]["id"] != group["id"]
    assert strict(folder) == 1


def test_a_correction_changes_the_text_only_if_that_is_asked_for(
    folder: Path, client: Client
) -> None:
    group, _ = open_findings(json.loads((folder / "out" / "figures.json").read_bytes()))
    status, kept = client.decide({"edit": group["id"], "decision": "amend", "text": "5638件"})
    assert status == 200
    assert [line["text"] for line in kept["lines"]] == ["5638件"]
    clean(folder)
    assert "5633件" in (folder / "out" / "text" / "a.txt").read_text("utf-8")
    status, kept = client.decide(
        {
            "edit": group["id"],
            "decision": "amend",
            "text": "5638件",
            "spot": 0,
            "over": [kept["lines"][0]["id"]],
        }
    )
    assert status == 200
    figure, own = kept["lines"]
    assert (own["rule"], own["before"], own["after"]) == (OWN_RULE, "5633件", "5638件")
    assert own["batch"] == figure["batch"]
    found = clean(folder)
    assert "5638件" in (folder / "out" / "text" / "a.txt").read_text("utf-8")
    assert not [item for item in found["groups"] if item["verdict"] == "conflict"]
    # One press is one undo: both lines are taken back.
    status, _ = client.decide(
        {
            "edit": figure["edit"],
            "decision": "retract",
            "over": [figure["id"]],
            "undoes": figure["id"],
        },
        {"edit": own["edit"], "decision": "retract", "over": [own["id"]], "undoes": own["id"]},
    )
    assert status == 200
    clean(folder)
    assert "5633件" in (folder / "out" / "text" / "a.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "wish",
    [
        {"decision": "amend"},
        {"decision": "amend", "text": " "},
        {"decision": "amend", "text": "5638\n件"},
        {"decision": "amend", "text": "5638件", "spot": 9},
        {"decision": "accept", "spot": 0},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    folder: Path, client: Client, wish: dict[str, Any]
) -> None:
    group, _ = open_findings(json.loads((folder / "out" / "figures.json").read_bytes()))
    status, _ = client.decide({"edit": group["id"], **wish})
    assert status == 422
    assert not read_decisions(folder / "in" / "decisions.jsonl").decisions


def test_a_comment_leaves_a_finding_open(folder: Path, client: Client) -> None:
    group, check = open_findings(json.loads((folder / "out" / "figures.json").read_bytes()))
    client.decide({"edit": check["id"], "decision": "reject"})
    status, _ = client.decide({"edit": group["id"], "decision": "comment", "comment": "查一查"})
    assert status == 200
    assert strict(folder) == 1


def test_the_report_of_the_next_run_knows_what_was_said(folder: Path, client: Client) -> None:
    group, _ = open_findings(json.loads((folder / "out" / "figures.json").read_bytes()))
    client.decide({"edit": group["id"], "decision": "reject"})
    clean(folder)
    page = (folder / "out" / "report" / "index.html").read_text("utf-8")
    corpus = json.loads(page.split('id="corpus">')[1].split("</script>")[0])
    (line,) = corpus["decisions"]
    assert (line["edit"], line["decision"]) == (group["id"], Choice.REJECT.value)
    assert next(name for _, name, cause in corpus["queue"] if cause < 0) == group["id"]


def test_effort_counts_the_figures_that_are_left(
    folder: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    def left() -> str:
        with pytest.raises(SystemExit):
            main(["report", str(folder / "out"), "--effort"])
        return next(line for line in capsys.readouterr().out.splitlines() if "figures:" in line)

    group, check = open_findings(json.loads((folder / "out" / "figures.json").read_bytes()))
    assert left() == "figures: 2 conflicts and sums to decide"
    client.decide({"edit": group["id"], "decision": "comment", "comment": "查一查"})
    client.decide({"edit": check["id"], "decision": "amend", "text": "5所"})
    assert left() == "figures: 1 conflicts and sums to decide"


def test_a_signed_document_takes_words_on_its_figures_and_no_change(
    folder: Path, client: Client
) -> None:
    group, _ = open_findings(json.loads((folder / "out" / "figures.json").read_bytes()))
    assert client.post("/api/sign", who="甲", document=0, signed=True)[0] == 200
    wish = {"edit": group["id"], "decision": "amend", "text": "5638件"}
    assert client.decide({**wish, "spot": 0})[0] == 422
    assert client.decide(wish)[0] == 200
