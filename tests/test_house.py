"""The house: which room imports which, no circles, one plan, one pool, modules of a size to read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import grimp
import pytest

ROOT = Path(__file__).parents[1]
STAGES = {"characters", "layout", "dedup", "correction", "merge", "figures"}
# Files beside the rooms, in their order.
BESIDE = ("errors", "messages", "files", "resources", "plugins", "settings", "processes")


@pytest.fixture(scope="module")
def imports() -> list[tuple[str, str]]:
    """Return who imports whom when the program runs: for type checkers alone does not count."""
    graph = grimp.build_graph("restore", exclude_type_checking_imports=True, cache_dir=None)
    return [
        (module, imported)
        for module in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(module))
    ]


def rooms() -> list[str]:
    """Return the rooms of the code map, from the bottom up."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return [
        name
        for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    ]


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_no_module_imports_itself_by_a_detour(imports: list[tuple[str, str]]) -> None:
    following: dict[str, set[str]] = {}
    for module, imported in imports:
        following.setdefault(module, set()).add(imported)
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module in done:
            return
        for imported in sorted(following.get(module, ())):
            visit(imported, (*path, module))
        done.add(module)

    for module in sorted(following):
        visit(module, ())


def test_every_room_is_in_the_code_map() -> None:
    folders = {
        path.name for path in (ROOT / "restore").iterdir() if (path / "__init__.py").exists()
    }
    assert folders <= set(rooms())


def test_a_room_imports_only_rooms_above_it_in_the_code_map(
    imports: list[tuple[str, str]],
) -> None:
    order = {name: place for place, name in enumerate((*BESIDE, *rooms()))}
    wrong = [
        f"{module} -> {imported}"
        for module, imported in imports
        if room(module)
        and room(imported)
        and room(module) != "__main__"
        and order[room(module)] < order[room(imported)]
    ]
    assert not wrong


def test_no_stage_imports_another(imports: list[tuple[str, str]]) -> None:
    assert not [
        f"{module} -> {imported}"
        for module, imported in imports
        if {room(module), room(imported)} <= STAGES and room(module) != room(imported)
    ]


def modules() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "restore").rglob("*.py")):
        yield path.relative_to(ROOT / "restore"), path.read_text(encoding="utf-8")


def test_one_place_names_the_order_of_the_phases() -> None:
    calls = re.compile(r"phases\.(ordered|correct|reviewed|finish|join|settled)\(")
    found = {path.as_posix() for path, text in modules() if len(set(calls.findall(text))) > 1}
    assert found == {"pipeline/run.py"}


def test_one_pool_of_processes() -> None:
    found = {path.as_posix() for path, text in modules() if "ProcessPoolExecutor" in text}
    assert found == {"processes.py"}


def test_modules_and_functions_are_of_a_size_to_read() -> None:
    lengths = []
    for path, text in modules():
        lengths.append(text.count("\n"))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                place = f"{path}:{node.name}"
                assert (node.end_lineno or 0) - node.lineno < 60, place
                given = node.args
                names = [item.arg for item in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
                shown = [name for name in names if name not in ("self", "cls")]
                # The parameters of a command are its options.
                assert len(shown) <= 6 or node.name.endswith("command") or _is_command(node), place
    # Docstrings, blank lines and imports counted.
    assert median(lengths) <= 130


def _is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("command" in ast.unparse(item) for item in node.decorator_list)
