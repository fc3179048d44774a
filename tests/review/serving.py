"""A review server in a process of its own, and a plain client for it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Server:
    def __init__(self, process: subprocess.Popen[str], link: str) -> None:
        self.process = process
        self.link = link
        self.port = int(re.findall(r":(\d+)/", link)[0])
        self.host = f"127.0.0.1:{self.port}"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def enter(self) -> Client:
        client = Client(self.port)
        status, headers, _ = client.ask("GET", self.link.split(self.host)[1])
        assert status == 303
        client.cookie = headers["set-cookie"].split(";")[0]
        return client


class Client:
    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self.cookie: str | None = None
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie is not None:
            given.setdefault("cookie", self.cookie)
        self._connection.request(method, path, body, given)
        answer = self._connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()

    def close(self) -> None:
        self._connection.close()

    def get(self, path: str) -> Any:
        status, _, body = self.ask("GET", path)
        assert status == 200, body
        return json.loads(body)

    def decide(self, *items: dict[str, Any], who: str = "甲", **headers: str) -> tuple[int, Any]:
        return self._post("/api/decide", {"who": who, "items": items}, **headers)

    def post(self, path: str, **fields: Any) -> tuple[int, Any]:
        return self._post(path, fields)

    def _post(self, path: str, fields: dict[str, Any], **headers: str) -> tuple[int, Any]:
        given = {"origin": f"http://{self.host}", "content_type": "application/json", **headers}
        status, _, answer = self.ask("POST", path, json.dumps(fields).encode(), **given)
        try:
            return status, json.loads(answer)
        except ValueError:
            return status, answer.decode()


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "restore", "review", str(folder), "--no-browser"]
    process = subprocess.Popen(
        [*command, "--name", "甲", *arguments],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stderr is not None
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if "token=" in line:
                yield Server(process, line.split()[-1])
                break
        else:
            raise AssertionError("".join(said))
    finally:
        process.kill()
        process.wait(10)
        process.stderr.close()
