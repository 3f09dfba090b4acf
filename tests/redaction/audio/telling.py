"""A nursery whose children tell what they have: for test_child.py."""

import os
import socket

from redaction.audio.child import serve


def told(_raw: bytes, _about: bytes) -> bytes:
    return repr(dict(os.environ)).encode()


if __name__ == "__main__":
    serve(socket.socket(fileno=0), told)
