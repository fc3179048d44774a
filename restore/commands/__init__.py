"""What the commands do; :mod:`restore.cli` holds their options. Imported on use only."""
