"""Add to a profile that ships what its engine confuses in further rendered text.

    python tools/add_rendered.py tesseract readings.tsv.gz [...] --out restore/models

The readings are those of ``tools/read_candidates.py``. Nothing else in the profile changes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
from rendered_readings import confusions

from restore.channel.profile import Profile
from restore.channel.training import Rendered

# A confusion that was seen once in rendered text weighs more than its own reverse (.3).
_KEPT = 0.5


def main() -> None:
    """Count, add, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("profile")
    parser.add_argument("readings", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    data = Profile.load(given.profile).data
    rendered = added(data.rendered, confusions(given.readings))
    data = msgspec.structs.replace(data, rendered=rendered)
    path = given.out / f"channel-{given.profile}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(data), indent=0))
    print(f"{path}: {sum(map(len, rendered.values())):,} confusions")


def added(known: Rendered, new: Rendered) -> dict[str, dict[str, float]]:
    """Return the sums of two tables of counts; what is rare in the second alone is left out."""
    found = {truth: dict(reads) for truth, reads in known.items()}
    for truth, reads in new.items():
        for read, count in reads.items():
            before = known.get(truth, {}).get(read, 0.0)
            if before or count >= _KEPT:
                found.setdefault(truth, {})[read] = round(before + count, 2)
    return {truth: dict(sorted(reads.items())) for truth, reads in sorted(found.items())}


if __name__ == "__main__":
    main()
