"""``restore distributed``: clean, with its phases run on many machines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from restore.commands.options import FORCE, NO_REPORT, PATH, RUN, STORAGE, together

if TYPE_CHECKING:
    from restore.commands.run import RunOptions
    from restore.executors.distributed import Kind

__all__ = ["distributed"]


def _arguments(
    _ctx: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    found = {}
    for value in values:
        name, sign, rest = value.partition("=")
        if not name or (not sign and rest):
            raise click.BadParameter(f"{value!r}: write NAME=VALUE, or NAME")
        found[name.lstrip("-")] = rest
    return found


_CLUSTER = together(
    click.option(
        "--executor",
        type=click.Choice(["local", "ray", "slurm"]),
        default="local",
        show_default=True,
        help="Where the phases run.",
    ),
    click.option(
        "--tasks",
        type=click.IntRange(1),
        default=32,
        show_default=True,
        help="Into how many tasks a phase is divided, at most.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(1),
        help="Tasks that run at once; as many as there are tasks if not given.",
    ),
    click.option(
        "--shard",
        type=click.IntRange(1),
        default=16,
        show_default=True,
        metavar="MB",
        help="Input that a task takes at a time.",
    ),
    click.option(
        "--cpus", type=click.IntRange(1), default=1, help="Processors of a task (ray, slurm)."
    ),
    click.option(
        "--memory",
        type=click.IntRange(1),
        default=2,
        show_default=True,
        help="Gigabytes for each processor of a task (ray, slurm).",
    ),
    click.option("--ray-address", metavar="ADDRESS", help="A running Ray cluster, such as auto."),
    click.option("--partition", default="", metavar="NAME", help="Slurm's partition."),
    click.option("--qos", default="", metavar="NAME", help="Slurm's quality of service."),
    click.option("--time", default="24:00:00", show_default=True, help="Slurm's limit for a task."),
    click.option(
        "--prepare",
        metavar="COMMAND",
        help="Shell command that a Slurm job begins with, such as: source /shared/venv/bin/activate",
    ),
    click.option(
        "--sbatch",
        multiple=True,
        callback=_arguments,
        metavar="NAME=VALUE",
        help="A further option for sbatch; may be given again.",
    ),
)


@click.command()
@RUN
@click.option("-o", "--output", type=PATH, metavar="OUT", required=True, help="Folder to write to.")
@NO_REPORT
@click.option("--write-back", is_flag=True, help="Write corrected OCR files into OUT/pages too.")
@FORCE
@STORAGE
@_CLUSTER
def distributed(
    output: Path,
    no_report: bool,
    write_back: bool,
    force: bool,
    executor: Kind,
    tasks: int,
    workers: int | None,
    shard: int,
    cpus: int,
    memory: int,
    ray_address: str | None,
    partition: str,
    qos: str,
    time: str,
    prepare: str | None,
    sbatch: dict[str, str],
    fetch_to: Path | None,
    send_to: str | None,
    storage: dict[str, Any],
    **run: Any,
) -> int:
    """Restore documents on many machines: the same as clean, by datatrove's executors.

    The output folder must be seen by all machines. See docs/distributed.md.

    \b
    restore distributed corpus/ -o out --tasks 8 --workers 2
    restore distributed corpus/ -o out --executor ray --ray-address auto --workers 64
    restore distributed corpus/ -o out --executor slurm --partition cpu --tasks 500
    """
    from restore.commands.clean import Written, clean
    from restore.commands.elsewhere import Elsewhere
    from restore.commands.run import RunOptions
    from restore.executors.distributed import Cluster, DatatroveEngine

    engine = DatatroveEngine(
        Cluster(
            kind=executor,
            tasks=tasks,
            workers=workers or -1,
            cpus=cpus,
            memory=memory,
            address=ray_address,
            partition=partition,
            time=time,
            quality=qos,
            prepare=prepare,
            arguments=sbatch,
            shard=shard << 20,
        )
    )
    return clean(
        _absolute(RunOptions(output=output, **run)),
        Written(report=not no_report, force=force),
        write_back=write_back,
        engine=engine,
        elsewhere=Elsewhere(fetch_to, send_to, storage),
    )


def _absolute(options: RunOptions) -> RunOptions:
    """Return the options with absolute paths: tasks have working directories of their own."""
    from restore.executors.storage import is_address
    from restore.readers import STDIN

    paths = {
        name: path.absolute()
        for name in ("output", "language_model", "dictionaries", "decisions")
        if (path := getattr(options, name)) is not None
    }
    inputs = tuple(
        item if item == STDIN or is_address(item) else str(Path(item).absolute())
        for item in options.inputs
    )
    return replace(options, inputs=inputs, **paths)
