"""The hook against a server on a real socket that speaks clamd's INSTREAM."""

import io
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from infrastructure.files.antivirus import ScannerFailed, refuse_infected, scan
from infrastructure.files.refusals import RefusalCode, UploadRefused

SIGNATURE = b"pretend-virus"
STREAM_LIMIT = 1_000_000


class _Clamd(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > STREAM_LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen = content
        self.wfile.write(b"stream: Eicar-Signature FOUND\0" if SIGNATURE in content else b"stream: OK\0")


@pytest.fixture
def clamd() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd) as server:
        server.seen = None
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_clean_file_arrives_whole(clamd: socketserver.ThreadingTCPServer) -> None:
    content = bytes(range(256)) * 1000
    stream = io.BytesIO(content)
    stream.read(10)  # wherever the reader before stopped
    assert scan(stream, address=clamd.server_address) == ""
    assert clamd.seen == content


def test_found_virus_is_refused_by_name(clamd: socketserver.ThreadingTCPServer) -> None:
    with pytest.raises(UploadRefused, match="文件“a.pdf”被病毒扫描拦截（Eicar-Signature）") as caught:
        refuse_infected(
            io.BytesIO(b"x" * 70_000 + SIGNATURE), file_name="a.pdf", address=clamd.server_address
        )
    assert caught.value.code is RefusalCode.INFECTED


def test_no_verdict_is_no_permission(clamd: socketserver.ThreadingTCPServer) -> None:
    with pytest.raises(UploadRefused) as caught:
        refuse_infected(io.BytesIO(bytes(3 * STREAM_LIMIT)), file_name="a.pdf", address=clamd.server_address)
    assert caught.value.code is RefusalCode.SCANNER_DOWN
    assert caught.value.status == 503


def test_scanner_away() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    with pytest.raises(UploadRefused, match="请稍后再试") as caught:
        refuse_infected(io.BytesIO(b"x"), file_name="a.pdf", address=address)
    assert caught.value.code is RefusalCode.SCANNER_DOWN


def test_scanner_that_never_answers() -> None:
    begun = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ScannerFailed):
        scan(io.BytesIO(b"x"), address=silent.getsockname(), seconds=0.2)
    assert time.monotonic() - begun < 3
