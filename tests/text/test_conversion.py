"""Traditional lines in Simplified, character by character."""

from __future__ import annotations

from restore.text.conversion import in_simplified


def test_forms_of_taiwan_and_hong_kong_become_the_same() -> None:
    assert in_simplified("衞生署敍述，看着窗外") == "卫生署叙述，看着窗外"
    assert in_simplified("衛生署敘述，看著窗外") == "卫生署叙述，看着窗外"


def test_what_is_simplified_already_stays() -> None:
    line = "各级党组织要严明纪律。"
    assert in_simplified(line) == line
