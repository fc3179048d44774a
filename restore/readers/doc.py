"""Old Word documents (.doc), turned into .docx by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.docx import read_docx
from restore.readers.source import Source

__all__ = ["read_doc"]

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 180


def read_doc(blob: Blob) -> Source:
    """Read a document.

    Raises
    ------
    InputError
        If LibreOffice is not installed, or cannot read the file.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise InputError(
            blob.name,
            "is an old Word document (.doc), which LibreOffice reads, and that is not installed",
            "install LibreOffice, or open it in Word and save it as .docx",
        )
    with TemporaryDirectory() as folder:
        path = Path(folder, "old.doc")
        path.write_bytes(blob.read())
        # A profile of its own: LibreOffice that is open elsewhere would take the work and refuse it.
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", folder]
        try:
            subprocess.run(
                [*command, str(path)], capture_output=True, timeout=_SECONDS, check=False
            )
            made = path.with_suffix(".docx").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputError(
                blob.name,
                f"is an old Word document that LibreOffice could not read ({type(error).__name__})",
                "open it in Word and save it as .docx",
            ) from error
    return read_docx(Blob(blob.id, blob.name, data=made))
