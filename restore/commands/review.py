"""``restore review``: serve the review page of an output folder on this machine."""

from __future__ import annotations

import contextlib
import getpass
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path

import click

from restore.commands.console import note
from restore.commands.options import DECISIONS, FOLDER, REVIEWER
from restore.errors import RestoreError
from restore.review.store import NAME
from restore.writers.output import manifest_of, read_manifest

__all__ = ["decisions_of", "review", "reviewer_name"]


@click.command()
@click.argument("folder", type=FOLDER, metavar="OUT")
@DECISIONS
@REVIEWER
@click.option(
    "--images", type=FOLDER, metavar="DIR", help="Page images, if they do not lie with the inputs."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1; 0 for any."
)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
def review(
    folder: Path,
    decisions: Path | None,
    name: str | None,
    images: Path | None,
    port: int,
    browser: bool,
) -> int:
    """Serve the review page of an output folder on this machine.

    Every edit is accepted, rejected or amended by one key; the next run of
    clean honours it. Decisions go beside the sources, into decisions.jsonl.
    """
    try:
        import uvicorn

        from restore.review.guard import Guard
        from restore.review.server import application
    except ImportError as error:
        raise RestoreError(
            f"the review page needs the extra [review] ({error.name} is missing); "
            "install it: pip install 'restore-zh[review]'"
        ) from error
    from restore.review.desk import Desk

    manifest_of(folder)
    path = decisions or decisions_of(folder)
    desk = Desk(folder, path, images)
    listener = _listen(port)
    guard = Guard(application(desk, reviewer_name(name)), port=listener.getsockname()[1])
    note(f"decisions go to {path}")
    link = guard.new_link()
    note(f"review page: {link}")
    note("Ctrl-C ends it; Enter prints a link for another browser")
    if browser:
        threading.Timer(0.5, webbrowser.open, [link]).start()
    # Reading the terminal from the background must not stop the server.
    if hasattr(signal, "SIGTTIN"):
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    threading.Thread(target=_more_links, args=(guard,), daemon=True).start()
    config = uvicorn.Config(
        guard, log_level="warning", access_log=False, lifespan="off", server_header=False, ws="none"
    )
    uvicorn.Server(config).run(sockets=[listener])
    return 0


def decisions_of(folder: Path) -> Path:
    """Return where the decisions on an output folder belong: beside its sources, if those are
    still there, else in the folder itself."""
    manifest = read_manifest(folder)
    recorded = manifest.run.get("decisions") if manifest is not None else None
    if isinstance(recorded, str) and Path(recorded).parent.is_dir():
        return Path(recorded)
    return folder / NAME


def reviewer_name(given: str | None) -> str:
    """Return the reviewer's name: as given, as git knows it, or the user's."""
    if given:
        return given
    try:
        done = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False
        )
        if done.stdout.strip():
            return done.stdout.strip()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        pass
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        # From here on a browser that is faster than the server waits instead of being refused.
        listener.listen()
    except OSError as error:
        raise RestoreError(
            f"port {port} is taken ({error.strerror}); give another with --port, 0 for any"
        ) from error
    return listener


def _more_links(guard: object) -> None:
    from restore.review.guard import Guard

    assert isinstance(guard, Guard)
    with contextlib.suppress(OSError, ValueError):
        for _ in sys.stdin:
            note(f"another browser: {guard.new_link()}")
