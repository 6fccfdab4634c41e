"""What a person at a terminal is told, in one line, instead of a traceback."""


class EngineProblem(Exception):
    """The message is the whole line that is printed."""
