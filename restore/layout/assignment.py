"""Maximum-weight matching: pairs with the greatest total gain, at most one pair per member."""

from __future__ import annotations

from collections.abc import Mapping

from restore.text.union_find import root, unite

__all__ = ["best_pairs"]


def best_pairs(gains: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Choose pairs with the greatest total gain, each member in one pair at most.

    Whoever gains nothing stays alone. Pairs that share no member with others cost no search: the
    work is cubic in the size of a connected group only.

    Parameters
    ----------
    gains : ``(left, right)`` to a positive gain
    """
    found: list[tuple[int, int]] = []
    for group in _groups(gains):
        if len(group) == 1:
            found.append(group[0])
        else:
            found += _assign({pair: gains[pair] for pair in group})
    return sorted(found)


def _groups(gains: Mapping[tuple[int, int], float]) -> list[list[tuple[int, int]]]:
    """Split the pairs into connected groups."""
    parents: dict[tuple[str, int], tuple[str, int]] = {}
    for left, right in gains:
        for node in (("left", left), ("right", right)):
            parents.setdefault(node, node)
        unite(parents, ("left", left), ("right", right))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for pair in sorted(gains):
        groups.setdefault(root(parents, ("left", pair[0])), []).append(pair)
    return list(groups.values())


def _assign(gains: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Solve one group by shortest augmenting paths (Kuhn 1955, in the form of Jonker and Volgenant
    1987); every left member has a column of its own in which it stays alone at no cost."""
    lefts = sorted({left for left, _ in gains})
    rights = sorted({right for _, right in gains})
    width = len(rights) + len(lefts)
    forbidden = 1.0 + sum(gains.values())

    def cost(row: int, column: int) -> float:
        if column >= len(rights):
            return 0.0 if column - len(rights) == row else forbidden
        gain = gains.get((lefts[row], rights[column]))
        return forbidden if gain is None else -gain

    potential_row = [0.0] * (len(lefts) + 1)
    potential_column = [0.0] * (width + 1)
    partner = [0] * (width + 1)
    for row in range(1, len(lefts) + 1):
        partner[0] = row
        column = 0
        least = [float("inf")] * (width + 1)
        way = [0] * (width + 1)
        used = [False] * (width + 1)
        while partner[column]:
            used[column] = True
            here = partner[column]
            step, following = float("inf"), 0
            for other in range(1, width + 1):
                if used[other]:
                    continue
                value = cost(here - 1, other - 1) - potential_row[here] - potential_column[other]
                if value < least[other]:
                    least[other], way[other] = value, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(width + 1):
                if used[other]:
                    potential_row[partner[other]] += step
                    potential_column[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            partner[column] = partner[way[column]]
            column = way[column]
    return [
        (lefts[partner[column] - 1], rights[column - 1])
        for column in range(1, len(rights) + 1)
        if partner[column] and (lefts[partner[column] - 1], rights[column - 1]) in gains
    ]
