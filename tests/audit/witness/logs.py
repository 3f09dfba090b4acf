"""A log of a test: its leaves, its key, and what it sends to a witness."""

import http.client
from dataclasses import dataclass, field

from audit.proof.notes import Checkpoint, Note, Signer
from audit.proof.tree import consistency_proof, leaf_hash, root
from audit.witness.protocol import request_of
from tests.audit.proof.reference import Leaves

ORIGIN = "log.example/4fd1/0001"


@dataclass
class Log:
    """Entries are numbers; `history` tells two logs of one key apart."""

    origin: str = ORIGIN
    seed: bytes = b"l" * 32
    history: str = "true"
    signer: Signer = field(init=False)

    def __post_init__(self) -> None:
        self.signer = Signer(self.origin, self.seed)

    def leaves(self, size: int) -> list[bytes]:
        return [leaf_hash(f"{self.history} {number}".encode()) for number in range(size)]

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(self.origin, size, root(size, Leaves(self.leaves(size))))

    def note(self, size: int) -> Note:
        text = self.checkpoint(size).text()
        return Note.signed(text, self.signer.sign(text))

    def proof(self, old: int, new: int) -> list[bytes]:
        return consistency_proof(old, new, Leaves(self.leaves(new)))

    def request(self, old: int, new: int) -> bytes:
        return request_of(old, self.proof(old, new), self.note(new))


@dataclass(frozen=True)
class Got:
    status: int
    body: str
    content_type: str


def post(port: int, body: bytes, path: str = "/add-checkpoint") -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", path, body)
        answer = connection.getresponse()
        return Got(answer.status, answer.read().decode(), answer.headers["Content-Type"])
    finally:
        connection.close()
