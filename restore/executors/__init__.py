"""Executors: run the phases of :mod:`restore.pipeline.phases` over files, for a corpus of any size.

:mod:`restore.executors.local` runs them on this machine: shards over processes, every finished
shard on disk, so that a run that was killed goes on where it was. An executor knows no rule.
"""
