"""The process itself: a file on standard input, JSON on standard output.

It limits its own memory and processor time before it looks at the first byte. What it answers is JSON and not
pickle: a file that takes this process over must not reach the one that waits for the answer.
"""

import json
import resource
import sys

from infrastructure.workbooks.reader.budget import Answer, Budget, Refused


def read(content: bytes, kind: str, limits: Answer) -> Answer:
    try:
        return {"sheets": _read(content, kind, Budget(limits))}
    except Refused as refused:
        return refused.answer
    except (ValueError, OSError):
        return {"refused": "damaged", "limit": 0}


def _read(content: bytes, kind: str, budget: Budget) -> list[Answer]:
    """Each reader is loaded under the limits, and only where it is needed."""
    if kind == "xls":
        from infrastructure.workbooks.reader.xls import read_xls  # noqa: PLC0415

        return read_xls(content, budget)
    if kind == "docx":
        from infrastructure.workbooks.reader.docx import read_docx  # noqa: PLC0415

        return read_docx(content, budget)
    from infrastructure.workbooks.reader.xlsx import read_xlsx  # noqa: PLC0415

    return read_xlsx(content, budget)


def limit_resources(limits: Answer) -> None:
    wanted = {
        resource.RLIMIT_AS: limits["reader_memory_bytes"],
        resource.RLIMIT_CPU: limits["reader_cpu_seconds"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (ceiling, ceiling))


def main(asked: str, kind: str) -> None:
    limits = json.loads(asked)
    limit_resources(limits)
    answer = read(sys.stdin.buffer.read(), kind, limits)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
