"""A server that speaks OpenAI's chat protocol and answers from a table, as language models do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: Given the sentence and how often it was asked before: a status and the text of the answer, or bytes
#: that are sent as they are.
Answer = Callable[[str, int], tuple[int, str | None] | bytes]


class Scripted:
    """What a test knows of its server."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        self.url = ""
        self.pause = 0.0


@contextmanager
def serving(answer: Answer) -> Iterator[Scripted]:
    """Serve on a free port of this machine."""
    script = Scripted(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            sentence = json.loads(body["messages"][-1]["content"])["sentence"]
            with script.lock:
                before = script.asked.count(sentence)
                script.asked.append(sentence)
                script.bodies.append(body)
                script.keys.append(self.headers.get("Authorization", ""))
                script.at_once += 1
                script.most_at_once = max(script.most_at_once, script.at_once)
            time.sleep(script.pause)
            said = script.answer(sentence, before)
            with script.lock:
                script.at_once -= 1
            if isinstance(said, bytes):
                self.wfile.write(said)
                self.close_connection = True
                return
            status, text = said
            reply = {"choices": [{"message": {"content": text}}], "usage": {"total_tokens": 450}}
            data = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pairs(*edits: tuple[str, str]) -> str:
    """Return an answer in pairs of words."""
    return json.dumps({"edits": [{"wrong": a, "right": b} for a, b in edits]}, ensure_ascii=False)
