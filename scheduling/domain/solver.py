"""One door to the solver (HiGHS): a linear or whole-number programme as plain lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

GAP = 0.002  # of the objective: an order finer than one factory of a country's hundreds
SECONDS = 10.0  # a country; what is best by then is taken, and what it leaves is placed one by one


@dataclass(slots=True)
class IntegerProgramme:
    """Maximise `gain · x` where each row of x lies between its bounds and 0 ≤ x ≤ 1, x whole."""

    gains: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def variable(self, gain: float) -> int:
        """A new variable; its place."""
        self.gains.append(gain)
        return len(self.gains) - 1

    def row(
        self, columns: Sequence[int], values: Sequence[float], *, upper: float, lower: float | None = None
    ) -> None:
        """A new bound on a sum."""
        self.starts.append(len(self.columns))
        self.columns.extend(columns)
        self.values.extend(values)
        self.upper.append(upper)
        self.lower.append(-highspy.kHighsInf if lower is None else lower)

    def solved(self) -> list[bool]:
        """Which variables are one in the best solution found; all nought when none was."""
        count = len(self.gains)
        if not count:
            return []
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its own stub lacks one
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", GAP)
        solver.setOptionValue("time_limit", SECONDS)
        solver.passModel(self._model())
        solver.run()
        values = solver.getSolution().col_value
        return [value > 0.5 for value in values] if len(values) == count else [False] * count  # noqa: PLR2004

    def _model(self) -> highspy.HighsLp:
        count, rows = len(self.gains), len(self.upper)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, rows
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.array(self.gains)
        model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
        model.row_lower_, model.row_upper_ = np.array(self.lower), np.array(self.upper)
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array([*self.starts, len(self.columns)], dtype=np.int32)
        model.a_matrix_.index_ = np.array(self.columns, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self.values)
        return model
