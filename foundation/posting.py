"""Handing something over by HTTP, once: who was named gets it, and nobody to whom an answer or the environment points instead."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 64 * 1024  # of an answer
# Of the network, of what answers there, of an address that is set wrong.
FAILURES: Final = (OSError, HTTPException, ValueError)


def post(url: str, body: bytes, headers: Mapping[str, str], *, timeout_s: float, reads: int = LONGEST) -> tuple[int, bytes]:
    """Status and body of the answer, a redirect's too: none is followed, no proxy is asked. reads: at most so many bytes; 0: of the body none.

    Raises FAILURES, ValueError for too long an answer.
    """
    where = urlsplit(url)
    if where.scheme not in ("http", "https") or not where.hostname:
        raise ValueError("an address begins with http:// or https:// and names a host")
    connection = (HTTPSConnection if where.scheme == "https" else HTTPConnection)(where.hostname, where.port, timeout=timeout_s)
    try:
        connection.request("POST", (where.path or "/") + (f"?{where.query}" if where.query else ""), body=body, headers=dict(headers))
        answer = connection.getresponse()
        read = answer.read(reads + 1) if reads else b""
    finally:
        connection.close()
    if len(read) > reads:
        raise ValueError("the answer is longer than anything that was asked for")
    return answer.status, read
