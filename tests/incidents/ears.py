"""Receivers on this machine: an HTTP gateway and a mail server that remember what they were given."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Ear(BaseHTTPRequestHandler):
    """Takes what is posted to it; refuses as often as `refusals` says."""

    heard: list[bytes]
    refusals: int

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if type(self).refusals > 0:
            type(self).refusals -= 1
            self.send_error(503)
            return
        type(self).heard.append(body)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


class Post(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client that only sends needs."""

    heard: list[str]

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ", 1)[0].upper()
            if word in ("MAIL", "RCPT"):
                type(self).heard.append(line)
            if word == "DATA":
                self._say("354 go on")
                type(self).heard.append(self._content())
            self._say("221 bye" if word == "QUIT" else "250 taken")
            if word == "QUIT":
                return

    def _content(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def http_ear() -> Iterator[tuple[str, type[Ear]]]:
    """An address that apprise can post to, and what it heard."""
    kind = type("OneEar", (Ear,), {"heard": [], "refusals": 0})
    with _serving(HTTPServer(("127.0.0.1", 0), kind)) as port:
        yield f"json://127.0.0.1:{port}", kind


@contextmanager
def mail_ear() -> Iterator[tuple[str, type[Post]]]:
    """The address of a mail server, and who sent what to whom."""
    kind = type("OnePost", (Post,), {"heard": []})
    with _serving(socketserver.TCPServer(("127.0.0.1", 0), kind)) as port:
        yield f"mailto://127.0.0.1:{port}?from=office@example.kz&name=Office", kind


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()
