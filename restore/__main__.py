"""``python -m restore``."""

from __future__ import annotations

from restore.cli import main

if __name__ == "__main__":
    main()
