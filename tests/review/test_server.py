from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest

from restore.cli import main
from restore.review.store import read_decisions
from tests.cli.helpers import put
from tests.review.serving import Client, Server, serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

PAGE = "".join(
    f"第{n}篇要持续加强水污染防治防治工作，严守政治记律和工作规矩。\n" for n in range(120)
)


def clean(folder: Path) -> Path:
    with pytest.raises(SystemExit) as stop:
        main(["clean", str(folder / "in"), "-o", str(folder / "out"), "--no-report"])
    assert stop.value.code == 0
    return folder / "out"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    put(folder / "in" / "a.txt", PAGE)
    put(folder / "in" / "b.txt", "<script>alert(1)</script>持续加强水污染防治防治工作。\n")
    return clean(folder)


@pytest.fixture(scope="module")
def server(out: Path) -> Iterator[Server]:
    with serving(out) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    client = server.enter()
    yield client
    client.close()


def edits(client: Client, number: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/document/{number}")["edits"]
    return found


def wish(edit: dict[str, Any], decision: str = "accept", **more: Any) -> dict[str, Any]:
    return {"edit": edit["id"], "decision": decision, **more}


def test_the_token_opens_one_browser_once(server: Server, client: Client) -> None:
    stranger = Client(server.port)
    assert stranger.ask("GET", "/")[0] == 403
    assert stranger.ask("GET", server.link.split(server.host)[1])[0] == 403
    assert stranger.ask("GET", "/?token=")[0] == 403
    assert stranger.ask("GET", "/api/document/0")[0] == 403
    assert stranger.ask("GET", "/app.js")[0] == 403
    stranger.close()
    status, headers, body = client.ask("GET", "/")
    assert status == 200
    assert b"token=" not in body
    assert "default-src 'none'" in headers["content-security-policy"]


def test_other_hosts_and_origins_are_refused(server: Server, client: Client) -> None:
    for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1", "127.0.0.1:1"):
        assert client.ask("GET", "/", host=host)[0] == 403
    edit = edits(client)[-1]
    for header in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://127.0.0.1:{server.port}"},
        {"content_type": "text/plain"},
        {"sec_fetch_site": "cross-site"},
        {"cookie": f"restore-{server.port}=guess"},
    ):
        assert client.decide(wish(edit), **header)[0] == 403, header
    assert client.ask("GET", "/app.js", sec_fetch_site="cross-site")[0] == 403
    body = json.dumps({"who": "甲", "items": [wish(edit)]}).encode()
    assert client.ask("POST", "/api/decide", body, content_type="application/json")[0] == 403


def test_text_of_a_document_is_never_mark_up(client: Client) -> None:
    body = client.ask("GET", "/")[2]
    assert b"<script>alert" not in body
    assert client.get("/api/document/1")["source"].startswith("<script>")


def test_a_decision_is_on_disk_when_it_is_acknowledged(client: Client, out: Path) -> None:
    edit = edits(client)[0]
    status, answer = client.decide(wish(edit, "reject", comment="查原报", seconds=2.5))
    assert status == 200
    line = read_decisions(out.parent / "in" / "decisions.jsonl").decisions[-1]
    assert (line.edit, line.decision.value, line.who) == (edit["id"], "reject", "甲")
    assert (line.comment, line.seconds) == ("查原报", 2.5)
    assert client.get("/api/decisions?since=0")["lines"][-1]["id"] == answer["lines"][0]["id"]


def test_two_tabs_do_not_overwrite_each_other(client: Client) -> None:
    edit = edits(client)[1]
    status, first = client.decide(wish(edit, "accept"))
    assert status == 200
    status, answer = client.decide(wish(edit, "reject"), who="乙")
    assert status == 409
    assert answer["heads"] == first["lines"]
    seen = [line["id"] for line in answer["heads"]]
    assert client.decide(wish(edit, "reject", over=seen), who="乙")[0] == 200


def test_the_places_of_one_press_are_told_before_it_is_made(client: Client) -> None:
    found = edits(client)
    same = [edit for edit in found if (edit["before"], edit["after"]) == ("记", "纪")] or [
        edit for edit in found if edit["before"] == "记律"
    ]
    assert len(same) >= 100
    for scope in ("cause", "equal", "rule"):
        status, told = client.post("/api/members", edit=same[-1]["id"], scope=scope)
        assert status == 200
        assert len(told["members"]) >= len(same) - 2
    _, told = client.post("/api/members", edit=same[-1]["id"], scope="equal")
    wishes = [wish({"id": one}, "reject") for item in told["members"] for one in item["edits"]]
    status, answer = client.decide(*wishes)
    assert status == 200
    assert len(answer["lines"]) == len(wishes)
    assert len({line["batch"] for line in answer["lines"]}) == 1
    # What is decided waits no more; the place itself is always among them.
    _, told = client.post("/api/members", edit=same[-1]["id"], scope="equal")
    assert [item["edits"] for item in told["members"]] == [[same[-1]["id"]]]
    assert client.post("/api/members", edit="unknown", scope="rule")[0] == 422
    _, above = client.post("/api/members", edit=same[-1]["id"], scope="rule", floor=1.01)
    assert above["members"] == []


def test_what_is_signed_off_is_locked_until_it_is_taken_back(client: Client) -> None:
    edit = edits(client, 1)[0]
    status, answer = client.post("/api/sign", who="乙", document=1, signed=True)
    assert status == 200
    status, refused = client.decide(wish(edit))
    assert status == 422
    assert "signed off by 乙" in refused["error"]
    assert client.post("/api/sign", who="甲", document=1, signed=False)[0] == 409
    over = [answer["lines"][0]["id"]]
    assert client.post("/api/sign", who="乙", document=1, signed=False, over=over)[0] == 200
    assert client.decide(wish(edit))[0] == 200
    assert client.post("/api/sign", who="乙", document=99, signed=True)[0] == 422


def test_a_document_is_given_to_a_reviewer_and_that_is_undone(client: Client) -> None:
    status, answer = client.post("/api/assign", who="甲", document=0, name="  乙 丙 ")
    assert status == 200
    (first,) = answer["lines"]
    assert (first["rule"], first["decision"], first["text"]) == ("assign", "amend", "乙 丙")
    # Who did not see that cannot give it to another.
    assert client.post("/api/assign", who="丁", document=0, name="丁")[0] == 409
    status, answer = client.post("/api/assign", who="丁", document=0, name="丁", over=[first["id"]])
    (second,) = answer["lines"]
    assert second["edit"] == first["edit"]
    back = {"edit": second["edit"], "decision": "amend", "text": "乙 丙", "over": [second["id"]]}
    status, answer = client.decide({**back, "undoes": second["id"]}, who="丁")
    assert (status, answer["lines"][0]["text"]) == (200, "乙 丙")
    over = [answer["lines"][0]["id"]]
    status, answer = client.post("/api/assign", who="甲", document=0, name="", over=over)
    assert (status, answer["lines"][0]["decision"]) == (200, "retract")
    assert client.post("/api/assign", who="甲", document=99, name="乙")[0] == 422
    assert client.post("/api/assign", who="", document=0, name="乙")[0] == 422


def test_wrong_wishes_are_refused(client: Client) -> None:
    edit = edits(client)[5]
    assert client.decide(wish({"id": "unknown"}))[0] == 422
    assert client.decide(wish(edit, "amend"))[0] == 422
    assert client.decide(wish(edit, "amend", text="两\n行"))[0] == 422
    assert client.decide(wish(edit), who=" ")[0] == 422
    assert client.decide(wish(edit, "burn"))[0] == 400
    assert client.decide()[0] == 422
    assert client.ask("GET", "/api/document/99")[0] == 404
    assert client.ask("GET", "/../manifest.json")[0] == 404


def test_a_killed_server_loses_no_acknowledged_decision(tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.txt", PAGE)
    folder = clean(tmp_path)
    acknowledged: list[str] = []
    with serving(folder) as running:
        client = running.enter()
        ids = [edit["id"] for edit in edits(client)][:200]
        assert len(ids) == 200

        def decide_all() -> None:
            for identity in ids:
                try:
                    status, answer = client.decide({"edit": identity, "decision": "accept"})
                except OSError:
                    return
                assert status == 200
                acknowledged.append(answer["lines"][0]["id"])

        worker = Thread(target=decide_all)
        worker.start()
        while len(acknowledged) < 90:
            sleep(0.001)
        running.kill()
        worker.join(30)
        client.close()
    assert 90 <= len(acknowledged) < 200
    with serving(folder) as again:
        client = again.enter()
        lines = client.get("/api/decisions?since=0")["lines"]
        assert {line["id"] for line in lines} >= set(acknowledged)
        done = {line["edit"] for line in lines}
        rest = [identity for identity in ids if identity not in done]
        assert client.decide(*({"edit": item, "decision": "accept"} for item in rest))[0] == 200
        client.close()
    read = read_decisions(tmp_path / "in" / "decisions.jsonl")
    assert {line.edit for line in read.decisions} == set(ids)


LONG = "9" * 5_000


@pytest.mark.parametrize(
    "path",
    [
        f"/api/document/{LONG}",
        "/api/document/-1",
        "/api/document/x",
        "/api/document/²",
        f"/image/{LONG}/0",
        f"/image/0/{LONG}",
        "/image/-1/-1",
    ],
)
def test_a_number_that_is_none_of_a_document(client: Client, path: str) -> None:
    # The server closes what was idle for a while.
    client.close()
    assert client.ask("GET", path.replace("²", "%C2%B2"))[0] == 404


@pytest.mark.parametrize("since", [LONG, "-1", "x", "%C2%B2", "1e9", ""])
def test_decisions_since_what_is_no_number(client: Client, since: str) -> None:
    client.close()
    status, _, body = client.ask("GET", f"/api/decisions?since={since}")
    assert status == 200
    assert json.loads(body)["size"] == len(json.loads(body)["lines"])


OWN = '{"who":"w","document":0,"left":"","before":"第1篇","right":"","after":"乙"%s}'


@pytest.mark.parametrize(
    "body",
    [
        OWN % ',"ordinal":-1',
        OWN % f',"ordinal":{LONG}',
        OWN % ',"ordinal":1.5',
        OWN % ',"seconds":-1',
        OWN % ',"seconds":NaN',
        OWN % f',"seconds":{LONG}',
        OWN % ',"comment":"\\ud800"',
        (OWN % "").replace('"document":0', '"document":-1'),
        (OWN % "").replace("乙", "\\udc00"),
        "[" * 100_000,
        LONG,
        "",
    ],
)
@pytest.mark.parametrize("path", ["/api/own", "/api/decide"])
def test_what_is_no_wish_is_refused_with_a_word(client: Client, path: str, body: str) -> None:
    client.close()
    status, _, answer = client.ask(
        "POST",
        path,
        body.encode(),
        content_type="application/json",
        origin=f"http://{client.host}",
    )
    assert 400 <= status < 500
    assert json.loads(answer)["error"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("zh", "没有改动 unknown；请重新载入页面"),
        ("en", "there is no edit unknown; load the page again"),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_page(
    client: Client, asked: str, told: str
) -> None:
    status, answer = client.decide(wish({"id": "unknown"}), accept_language=asked)
    assert (status, answer["error"]) == (422, told)
