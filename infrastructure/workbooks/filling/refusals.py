"""Why a blank cannot be filled so that it stays what it is."""


class BlankRefused(Exception):
    """`reason` is a whole sentence in Chinese: which cell, why, and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooFewRows(BlankRefused):
    """More rows are needed than the blank has, and something in it cannot be moved exactly."""

    def __init__(self, why: str, needed: int) -> None:
        super().__init__(f"{why}空表预留的行不够（需要 {needed} 行）。请在空表里插入足够的空行，再重新上传。")
