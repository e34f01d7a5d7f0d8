"""The order in which recipes are ranked, and which would take too long."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def order_recipes(
    pipelines: dict[str, "Pipeline"], n_rows: int, n_columns: int
) -> dict[str, "Pipeline"]:
    """Sort recipes so that those that take long come last; all others keep their order."""
    return dict(
        sorted(
            pipelines.items(),
            key=lambda item: sum(_extra(step, n_rows, n_columns) for step in item[1]),
        )
    )


def find_heavy(
    pipelines: dict[str, "Pipeline"], n_rows: int, n_columns: int
) -> list[list[str]]:
    """Find recipes that take longer than all others together.

    Clocks differ from run to run, so this counts operations: the same files give the same
    recipes everywhere.

    Parameters
    ----------
    pipelines : dict of str to Pipeline
        The recipes, unfitted.
    n_rows, n_columns : int
        Size of the half that is fitted.

    Returns
    -------
    list of list of str
        Names of those that begin with the same slow step, the slowest first.
    """
    from skcolor._fitted.first_step import group_by_first_step

    def seconds(names: list[str]) -> float:
        each = 0.1 + 4e-5 * n_rows + 1e-7 * n_rows * n_columns
        return _extra(pipelines[names[0]][0], n_rows, n_columns) + len(names) * each

    groups = sorted(group_by_first_step(pipelines), key=seconds)
    heavy = []
    while len(groups) > 1 and seconds(groups[-1]) > sum(map(seconds, groups[:-1])):
        heavy.append(groups.pop())
    return heavy


def _extra(step: Any, n_rows: int, n_columns: int) -> float:
    """Rough seconds that a slow step takes in addition to what every recipe takes."""
    kind, parameters = type(step).__name__, step.get_params(deep=False)
    if kind == "LandmarkTSNE":  # 3-D: 750 iterations without a grid
        n_landmarks = parameters["n_landmarks"] or n_rows
        return float(1.4e-4 * min(n_rows, n_landmarks) ** 1.5)
    if kind == "OrderedICA":
        return float(1e-8 * n_rows * min(parameters["n_components"], n_columns) ** 2)
    if kind in ("NeighborOverlapColorer", "LocalDimensionColorer"):
        return n_rows**2 * (6e-8 + 2.2e-10 * n_columns)
    return 0.0
