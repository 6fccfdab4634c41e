"""The best total: columns and meanings, each once, so that the points together are the most."""

from collections.abc import Mapping

from rectification.rules.ledger_columns import Column

_NEVER = 1e6


def best_total(points: Mapping[int, Mapping[Column, float]], *, enough: float) -> dict[int, Column]:
    """Each place with the meaning that is best for the whole. What has fewer points than `enough` is nothing, and
    only what is above it counts: two poor fits are no better than a good one."""
    places = [place for place, each in points.items() if max(each.values(), default=0.0) >= enough]
    meanings = sorted({column for place in places for column in points[place]})
    costs = [
        [_cost(points[place].get(meaning), enough) for meaning in meanings] + [0.0] * len(places)
        for place in places
    ]
    chosen = _cheapest(costs)
    return {
        place: meanings[index] for place, index in zip(places, chosen, strict=True) if index < len(meanings)
    }


def _cost(points: float | None, enough: float) -> float:
    return enough - points if points is not None and points >= enough else _NEVER


def _cheapest(costs: list[list[float]]) -> list[int]:
    """For each row its column, together the cheapest: the Hungarian method, row by row, with prices."""
    if not costs:
        return []
    width = len(costs[0])
    row_price, column_price = [0.0] * len(costs), [0.0] * width
    taken: list[int | None] = [None] * width
    for row in range(len(costs)):
        _take_in(row, costs, row_price, column_price, taken)
    chosen = [0] * len(costs)
    for column, owner in enumerate(taken):
        if owner is not None:
            chosen[owner] = column
    return chosen


def _take_in(
    row: int,
    costs: list[list[float]],
    row_price: list[float],
    column_price: list[float],
    taken: list[int | None],
) -> None:
    """Give a row its column; those who must make room move along the cheapest way."""
    width = len(column_price)
    dearest = [float("inf")] * width
    came_from: list[int | None] = [None] * width
    seen: list[int] = []
    at, last = row, None
    while True:
        free = [column for column in range(width) if column not in seen]
        for column in free:
            extra = costs[at][column] - row_price[at] - column_price[column]
            if extra < dearest[column]:
                dearest[column], came_from[column] = extra, last
        nearest = min(free, key=lambda column: dearest[column])
        step = dearest[nearest]
        row_price[row] += step
        for column in seen:
            owner = taken[column]
            assert owner is not None
            row_price[owner] += step
            column_price[column] -= step
        for column in free:
            dearest[column] -= step
        seen.append(nearest)
        last, owner = nearest, taken[nearest]
        if owner is None:
            break
        at = owner
    _move_along(row, last, came_from, taken)


def _move_along(row: int, last: int, came_from: list[int | None], taken: list[int | None]) -> None:
    column: int | None = last
    while column is not None:
        before = came_from[column]
        taken[column] = row if before is None else taken[before]
        column = before
