"""Share: some of all, held against what is asked for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """Some of all, with the target of that year, if there is one."""

    count: int
    of: int
    target: int | None = None

    def __add__(self, other: "Share") -> "Share":
        """Return the share of both, which have one target."""
        return Share(self.count + other.count, self.of + other.of, self.target)

    @property
    def percent(self) -> int | None:
        """Return the share in whole per cent, rounded down; None of nothing."""
        return self.count * 100 // self.of if self.of else None

    @property
    def words(self) -> str:
        """Return the share as it is printed; a dash of nothing."""
        return f"{self.percent}%" if self.of else "—"

    @property
    def left_out(self) -> int:
        """Return how many are not among those counted."""
        return self.of - self.count

    @property
    def is_met(self) -> bool:
        """Tell whether the target is reached."""
        return bool(self.of) and self.count * 100 >= (self.target or 0) * self.of

    @property
    def shortfall(self) -> int:
        """Return how many of those that there are would have to be improved."""
        return max(0, -(-(self.target or 0) * self.of // 100) - self.count)

    @property
    def new_ones_needed(self) -> int | None:
        """Return how many good new ones would do instead; None if none ever will."""
        wanting = (self.target or 0) * self.of - self.count * 100
        if wanting <= 0:
            return 0
        return -(-wanting // (100 - self.target)) if self.target < 100 else None
