"""Optional virus scan by a clamd of the hospital (UPLOAD_SCANNER, host:port). Off unless configured."""

import socket
import struct
from typing import BinaryIO

from infrastructure.files.refusals import RefusalCode, refuse

_CHUNK = 64 * 1024
_SECONDS = 30
_ANSWER_BYTES = 4096


class ScannerFailed(Exception):
    """The scanner gave no verdict."""


def refuse_infected(stream: BinaryIO, *, file_name: str, address: tuple[str, int]) -> None:
    """Refuse what the scanner finds, and everything while a configured scanner does not answer."""
    try:
        found = scan(stream, address=address)
    except ScannerFailed as problem:
        raise refuse(
            RefusalCode.SCANNER_DOWN,
            file_name,
            "暂时不能接收：病毒扫描服务没有应答。请稍后再试，或联系信息科",
        ) from problem
    if found:
        raise refuse(
            RefusalCode.INFECTED, file_name, f"被病毒扫描拦截（{found}）。请勿再次上传，并联系信息科"
        )


def scan(stream: BinaryIO, *, address: tuple[str, int], seconds: float = _SECONDS) -> str:
    """The name of what clamd finds, empty when clean (command INSTREAM)."""
    stream.seek(0)
    try:
        with socket.create_connection(address, timeout=seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            while piece := stream.read(_CHUNK):
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
            return _verdict(_answer(connection))
    except OSError as problem:
        raise ScannerFailed(str(problem)) from problem


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _ANSWER_BYTES:
        piece = connection.recv(_ANSWER_BYTES)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _verdict(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerFailed(answer)
