"""A witness cosigns what it knows, what is signed, and what only grew; each refusal is the one that C2SP tlog-witness names."""

import pytest

from audit.proof.cosignatures import check_cosignature
from audit.proof.notes import COSIGNATURE, NOTE, Checkpoint, Note, Signer, Verifier, encoded
from audit.proof.tree import EMPTY_ROOT, leaf_hash
from audit.witness.protocol import PLAIN, SIZE, Answer, Known, add_checkpoint, request_of
from tests.audit.witness.logs import Log

LOG = Log()
WITNESS = Signer("witness.example/w1", b"w" * 32, COSIGNATURE)
NOW = 1_790_000_000

# Requests published as tests of another witness (FiloSottile/torchwood, internal/witness): a log of its own key, sizes 1, 3 and 5.
SIGSUM = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
SIGSUM_KEY = Verifier(SIGSUM, NOTE, bytes.fromhex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"))
PUBLISHED = {
    1: f"""old 0

{SIGSUM}
1
KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

— {SIGSUM} UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=
""",
    3: f"""old 1
KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

{SIGSUM}
3
RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=

— {SIGSUM} UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=
""",
    5: f"""old 1
KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=
KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

{SIGSUM}
5
QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=

— {SIGSUM} UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=
""",
}


def knowing(*logs: Log, series: bool = False) -> Known:
    return Known(tuple(log.signer.verifier for log in logs), series=series)


def ask(request: bytes, known: Known, now: int = NOW) -> Answer:
    return add_checkpoint(request, known, WITNESS, now)


def having(size: int, log: Log = LOG) -> Known:
    """After one checkpoint of this size."""
    answer = ask(log.request(0, size), knowing(log))
    assert answer.status == 200
    return answer.known


@pytest.mark.parametrize("size", [3, 5])
def test_published_requests_are_cosigned(size: int) -> None:
    first = ask(PUBLISHED[1].encode(), Known((SIGSUM_KEY,)))
    second = ask(PUBLISHED[size].encode(), first.known)
    assert (first.status, second.status, second.known.seen(SIGSUM).size) == (200, 200, size)
    other = ask(PUBLISHED[8 - size].encode(), second.known)
    assert (other.status, other.body, other.content_type) == (409, f"{size}\n", SIZE)


def test_growth_is_cosigned_and_remembered() -> None:
    known = knowing(LOG)
    for old, new in ((0, 3), (3, 4), (4, 9), (9, 9)):
        answer = ask(LOG.request(old, new), known, NOW + new)
        known = answer.known
        assert answer.body.endswith("\n")
        assert check_cosignature(LOG.checkpoint(new).text(), answer.body.rstrip("\n"), WITNESS.verifier) == NOW + new
        seen = known.seen(LOG.origin)
        assert (seen.size, seen.root, seen.at, seen.note) == (new, LOG.checkpoint(new).root, NOW + new, LOG.note(new).raw())


def test_the_empty_log_is_cosigned_and_grows() -> None:
    known = having(0)
    assert ask(LOG.request(0, 0), known).status == 200
    assert ask(LOG.request(0, 2), known).status == 200


def test_what_other_keys_signed_is_ignored() -> None:
    text = LOG.checkpoint(3).text()
    stranger, other_witness = Signer("stranger.example", b"x" * 32), Signer("witness.example/w2", b"y" * 32, COSIGNATURE)
    lines = (stranger.sign(text), LOG.signer.sign(text), other_witness.line(b"z" * 72))
    answer = ask(request_of(0, [], Note.signed(text, *lines)), knowing(LOG))
    assert answer.status == 200
    assert answer.known.seen(LOG.origin).note == LOG.note(3).raw()


def test_an_unknown_log_is_not_found() -> None:
    assert refusal(LOG.request(0, 3), knowing(Log("log.example/4fd1/0002"))) == 404
    assert refusal(LOG.request(0, 3), knowing()) == 404


def test_a_checkpoint_that_its_log_did_not_sign_is_forbidden() -> None:
    text = LOG.checkpoint(3).text()
    false = LOG.signer.sign(LOG.checkpoint(4).text())
    for lines in (
        [Log(seed=b"m" * 32).signer.sign(text)],
        [Signer("other.example", b"l" * 32).sign(text)],
        [false],
        [LOG.signer.sign(text), false],
        [Signer(LOG.origin, b"l" * 32, COSIGNATURE).line(b"x" * 72)],
    ):
        assert refusal(request_of(0, [], Note.signed(text, *lines)), knowing(LOG)) == 403


def test_an_old_size_above_the_new_is_a_bad_request() -> None:
    assert refusal(request_of(5, [], LOG.note(3)), having(5)) == 400


@pytest.mark.parametrize("old", [0, 3, 6])
def test_another_old_size_is_a_conflict_that_tells_the_right_one(old: int) -> None:
    answer = ask(LOG.request(old, 9), having(5))
    assert (answer.status, answer.body, answer.content_type) == (409, "5\n", SIZE)
    assert ask(LOG.request(5, 9), having(5)).status == 200


def test_a_bad_proof_is_unprocessable() -> None:
    known, right = having(5), LOG.proof(5, 9)
    for proof in ([], right[1:], right[::-1], [*right, right[0]], [leaf_hash(b"")] * len(right), LOG.proof(4, 9)):
        assert refusal(request_of(5, proof, LOG.note(9)), known) == 422
    assert refusal(request_of(0, [leaf_hash(b"")], LOG.note(9)), knowing(LOG)) == 422
    assert refusal(request_of(5, [leaf_hash(b"")], LOG.note(5)), known) == 422


def test_a_rewritten_history_is_unprocessable_whatever_it_proves() -> None:
    rewritten = Log(history="false")
    assert refusal(rewritten.request(5, 9), having(5)) == 422


def test_another_root_at_the_same_size_is_a_conflict_and_both_notes_are_kept() -> None:
    rewritten = Log(history="false")
    answer = ask(rewritten.request(5, 5), having(5))
    assert (answer.status, answer.content_type) == (409, PLAIN)
    assert answer.fork == (LOG.note(5).raw(), rewritten.note(5).raw())
    assert answer.known.seen(LOG.origin).root == LOG.checkpoint(5).root


@pytest.mark.parametrize("size", [0, 3])
def test_the_root_of_nothing_is_that_of_nothing(size: int) -> None:
    text = Checkpoint(LOG.origin, 0, leaf_hash(b"")).text()
    known = knowing(LOG) if size == 0 else having(size)
    request = request_of(0, [], Note.signed(text, LOG.signer.sign(text)))
    assert refusal(request, known) == (422 if size == 0 else 409)
    assert LOG.checkpoint(0).root == EMPTY_ROOT


GOOD = LOG.request(5, 9).decode()
HASH = encoded(leaf_hash(b""))


@pytest.mark.parametrize(
    "request_body",
    [
        "",
        "\n\n",
        "old 5",
        "old 5\n",
        "old 5\n\n",
        GOOD.replace("old 5", "old 05"),
        GOOD.replace("old 5", "old -5"),
        GOOD.replace("old 5", "old +5"),
        GOOD.replace("old 5", "old  5"),
        GOOD.replace("old 5", "old 5 "),
        GOOD.replace("old 5", "old \u0665"),
        GOOD.replace("old 5", "old " + "9" * 5000),
        GOOD.replace("old 5", f"old {2**63}"),
        GOOD.replace("old 5", "Old 5"),
        GOOD.replace("old 5", "5"),
        " " + GOOD,
        "\ufeff" + GOOD,
        "\n" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD[:-1],
        GOOD + "\n",
        GOOD + "x",
        GOOD.replace("old 5\n", "old 5\n=\n"),
        GOOD.replace("old 5\n", "old 5\nQUJD\n"),
        GOOD.replace("old 5\n", f"old 5\n{HASH[:-1]}\n"),
        GOOD.replace("old 5\n", f"old 5\n {HASH}\n"),
        GOOD.replace("old 5\n", f"old 5\n{HASH}{HASH}\n"),
        GOOD.replace("old 5\n", "old 5\n" + f"{HASH}\n" * 64),
        GOOD.replace("\n\n", "\n", 1),
        GOOD.replace("\n9\n", "\n09\n"),
        GOOD.replace("\n9\n", "\n-9\n"),
        GOOD.replace("— ", "- "),
    ],
    ids=lambda body: repr(body)[:25],
)
def test_what_is_not_written_as_specified_is_a_bad_request(request_body: str) -> None:
    assert ask(GOOD.encode(), having(5)).status == 200
    assert refusal(request_body.encode(), having(5)) == 400


def test_bytes_that_are_no_text_are_a_bad_request() -> None:
    for request in (b"old 5\xff\n\n", GOOD.encode().replace(b"\n9\n", b"\n\xff\n"), GOOD.encode("utf-16"), b"\0" * 1000):
        assert refusal(request, having(5)) == 400


def test_a_series_speaks_for_its_later_periods_only() -> None:
    first, second, tenth = Log("log.example/4fd1/0002"), Log("log.example/4fd1/0003"), Log("log.example/4fd1/10000")
    known = knowing(first, series=True)
    assert [ask(log.request(0, 2), known).status for log in (first, second, tenth)] == [200, 200, 200]
    for name in ("0001", "003", "00003", "0003/", "0003x", "3", "\u0660\u0660\u0660\u0663", "0003/0001"):
        assert refusal(Log(f"log.example/4fd1/{name}").request(0, 2), known) == 404
    assert refusal(Log("other.example/4fd1/0003").request(0, 2), known) == 404
    assert refusal(second.request(0, 2), knowing(first)) == 404
    assert refusal(Log(second.origin, seed=b"m" * 32).request(0, 2), known) == 403


def test_a_rotated_key_ends_the_reach_of_the_one_before() -> None:
    old, new = Log("log.example/4fd1/0001"), Log("log.example/4fd1/0003", seed=b"n" * 32)
    known = knowing(old, new, series=True)

    def period(number: int, log: Log) -> bytes:
        return Log(f"log.example/4fd1/{number:04}", seed=log.seed).request(0, 2)

    assert [ask(period(number, old), known).status for number in (1, 2, 3, 4)] == [200, 200, 403, 403]
    assert [ask(period(number, new), known).status for number in (1, 2, 3, 4)] == [403, 403, 200, 200]


def test_logs_do_not_touch_each_other() -> None:
    other = Log("other.example/0001")
    known = ask(other.request(0, 7), Known((LOG.signer.verifier, other.signer.verifier), having(5).logs)).known
    assert (known.seen(LOG.origin).size, known.seen(other.origin).size) == (5, 7)


def refusal(request: bytes, known: Known) -> int:
    """The status; whoever is refused changes nothing and gets no signature."""
    answer = ask(request, known)
    assert answer.known is known
    assert "\u2014" not in answer.body
    return answer.status
