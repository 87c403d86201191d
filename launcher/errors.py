"""The one exception that a user of the launcher sees."""


class LauncherError(Exception):
    """What went wrong, and what to do about it."""

    def __init__(self, problem: str, cure: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        if not self.cure:
            return self.problem
        return f"{self.problem}\n  What to do: {self.cure}"
