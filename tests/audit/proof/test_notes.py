"""A note is read in one way only, and believed only under the key that was asked for."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.proof.notes import COSIGNATURE, NOTE, BadNote, BadSignature, Checkpoint, Note, Signature, Signer, Verifier, decimal, decoded, encoded

# The example of golang.org/x/mod/sumdb/note, where the format comes from: key, seed and note are published there.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
# The examples of C2SP signed-note (two empty lines in it) and tlog-checkpoint.
QUASIMODO = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
SOFA = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
SOFA_LINE = "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="

OURS = Signer("log.example/4fd1/0001", b"s" * 32)
TEXT = Checkpoint(OURS.name, 5, b"r" * 32).text()


def test_the_published_note_verifies_under_its_published_key() -> None:
    note = Note.of(f"{PETER_TEXT}\n{PETER_LINE}\n")
    assert note.verified_by(Verifier.of(PETER)) == PETER_TEXT
    assert note.raw() == f"{PETER_TEXT}\n{PETER_LINE}\n"


def test_the_published_key_signs_the_published_note() -> None:
    signer = Signer("PeterNeumann", PETER_SEED)
    assert (signer.vkey, signer.sign(PETER_TEXT)) == (PETER, PETER_LINE)


@pytest.mark.parametrize(
    "vkey",
    [PETER, ENOCH, "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", OURS.vkey, Signer("w", b"s" * 32, COSIGNATURE).vkey],
)
def test_a_key_is_written_as_it_was_read(vkey: str) -> None:
    assert Verifier.of(vkey).vkey == vkey


def test_a_text_may_hold_empty_lines_and_any_script() -> None:
    note = Note.of(QUASIMODO)
    assert note.text.endswith(":\n\ned è subito sera.\n")
    assert [signature.name for signature in note.signatures] == ["quasimodo.example/salvatore"]
    assert note.raw() == QUASIMODO


def test_the_published_checkpoint_is_read_and_written() -> None:
    checkpoint = Checkpoint.of(Note.of(f"{SOFA}\n{SOFA_LINE}\n").text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert checkpoint.text() == SOFA


def test_extension_lines_stay_with_their_checkpoint() -> None:
    checkpoint = Checkpoint.of(f"{SOFA}one\ntwo\n")
    assert checkpoint.extensions == ("one", "two")
    assert checkpoint.text() == f"{SOFA}one\ntwo\n"
    assert checkpoint != Checkpoint.of(SOFA)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("c74f20a3", "0c74f20a3"),
        PETER.replace("c74f20a3", "c74f20a"),
        PETER.replace("PeterNeumann", "PeterNeumenn"),
        PETER.replace("PeterNeumann", ""),
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETER.replace("PeterNeumann", "Peter\u2003Neumann"),
        PETER[:-1],
        PETER + "=",
        PETER + "\n",
        PETER.replace("ARpc", "AxRp"),
        PETER.replace("ARpc2QcU", "AQcU"),
        "rekor.sigstore.dev+12345678+AwEB",
        "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
        "rekor.sigstore.dev+NOT_A_NUMBER+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "\ud800+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_malformed_key_is_refused(vkey: str) -> None:
    with pytest.raises(BadNote):
        Verifier.of(vkey)


RAW = f"{TEXT}\n{OURS.sign(TEXT)}\n"
LINE = OURS.sign(TEXT)
BLOB = LINE.rpartition(" ")[2]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        TEXT.encode(),
        f"{TEXT}\n".encode(),
        f"{TEXT}\n\n".encode(),
        f"{TEXT}{LINE}\n".encode(),
        RAW.rstrip("\n").encode(),
        f"{RAW}\n".encode(),
        f"{RAW}trailing\n".encode(),
        f"{RAW}{LINE}".encode(),
        RAW.replace("\n", "\r\n").encode(),
        RAW.replace("example", "exam\0ple").encode(),
        RAW.replace("example", "exam\tple").encode(),
        RAW.encode("utf-16"),
        RAW.encode().replace(b"example", b"exam\xffple"),
        RAW.encode().replace(b"example", b"exam\xed\xa0\x80ple"),
        RAW.replace("— ", "- ").encode(),
        RAW.replace("— ", "—").encode(),
        RAW.replace("— ", "—  ").encode(),
        RAW.replace("— ", "—\u00a0").encode(),
        RAW.replace(f" {BLOB}", f"  {BLOB}").encode(),
        RAW.replace(f" {BLOB}", f" {BLOB} ").encode(),
        RAW.replace(BLOB, "").encode(),
        RAW.replace(BLOB, "AAAA").encode(),
        RAW.replace(BLOB, "AAAAAA==").encode(),
        RAW.replace(BLOB, BLOB.rstrip("=")).encode(),
        RAW.replace(BLOB, BLOB[:-2] + "==" + BLOB[-1]).encode(),
        RAW.replace(f"— {OURS.name}", "— a+b").encode(),
        RAW.replace(f"— {OURS.name}", "— a\u3000b").encode(),
        RAW.replace(f"— {OURS.name}", "— ").encode(),
        (f"{TEXT}\n" + f"{LINE}\n" * 65).encode(),
        b"x" * 300_000 + RAW.encode(),
    ],
    ids=lambda raw: f"{len(raw)}-{raw[:5]!r}-{raw[-9:]!r}",
)
def test_what_is_no_note_is_refused(raw: bytes) -> None:
    with pytest.raises(BadNote):
        Note.of(raw)


@pytest.mark.parametrize(
    "blob", ["QUJDRB==", "QUJD\nRA==", "QUJD RA==", "QUJDRA", "QUJDRA=", "QUJDRA===", "QUJD_-==", "QUJDRA==QUJD", "=", "\u0661AAA"]
)
def test_base64_has_one_spelling(blob: str) -> None:
    with pytest.raises(BadNote):
        decoded(blob)
    assert decoded("QUJDRA==") == b"ABCD"


@pytest.mark.parametrize(
    "digits", ["", "00", "01", "+1", "-1", "1_0", "1 ", " 1", "1\n", "1.0", "1e3", "0x1", "\u0661", "\u00b2", str(2**63), "9" * 5000]
)
def test_a_size_has_one_spelling(digits: str) -> None:
    with pytest.raises(BadNote):
        decimal(digits)
    with pytest.raises(BadNote):
        Checkpoint.of(TEXT.replace("\n5\n", f"\n{digits}\n"))


def test_sizes_up_to_the_largest_are_read() -> None:
    assert [decimal("0"), decimal("10"), decimal(str(2**63 - 1))] == [0, 10, 2**63 - 1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n5\n",
        TEXT.rstrip("\n"),
        "\n" + TEXT,
        TEXT.partition("\n")[2],
        TEXT + "\n",
        TEXT + "\nextension\n",
        f"a\n5\n{encoded(b'r' * 31)}\n",
        f"a\n5\n{encoded(b'r' * 33)}\n",
        f"a\n5\n{encoded(b'r' * 32)[:-1]}\n",
        f"a\n5 \n{encoded(b'r' * 32)}\n",
        f"a\n5\n {encoded(b'r' * 32)}\n",
    ],
    ids=lambda text: repr(text)[-30:],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.of(text)


@pytest.mark.parametrize("origin", ["", "a\nb"])
def test_a_checkpoint_that_could_not_be_read_is_not_made(origin: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint(origin, 5, b"r" * 32)


@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_a_note_or_a_refusal(raw: bytes) -> None:
    try:
        note = Note.of(raw)
    except BadNote:
        return
    assert Note.of(note.raw()) == note


@given(st.integers(0, len(RAW.encode()) - 1), st.integers(0, 7))
def test_a_bit_turned_anywhere_leaves_nothing_to_believe(at: int, bit: int) -> None:
    raw = bytearray(RAW.encode())
    raw[at] ^= 1 << bit
    with pytest.raises((BadNote, BadSignature)):
        Note.of(bytes(raw)).verified_by(OURS.verifier)


def test_only_the_key_that_was_asked_for_counts() -> None:
    note = Note.signed(TEXT, OURS.sign(TEXT), PETER_LINE)
    assert note.verified_by(OURS.verifier) == TEXT
    for other in (Signer(OURS.name, b"t" * 32), Signer("log.example/4fd1/0002", b"s" * 32)):
        with pytest.raises(BadSignature, match="no signature"):
            note.verified_by(other.verifier)


def test_a_false_line_in_the_name_of_the_key_spoils_the_note() -> None:
    false = OURS.sign(TEXT.replace("\n5\n", "\n6\n"))
    for lines in ([false], [OURS.sign(TEXT), false], [false, OURS.sign(TEXT)]):
        with pytest.raises(BadSignature, match="false"):
            Note.signed(TEXT, *lines).verified_by(OURS.verifier)


def test_the_same_line_twice_says_no_more_than_once() -> None:
    assert Note.signed(TEXT, OURS.sign(TEXT), OURS.sign(TEXT)).verified_by(OURS.verifier) == TEXT


def test_sixteen_signatures_are_read() -> None:
    lines = [Signer(f"witness.example/{number}", bytes([number]) * 32).sign(TEXT) for number in range(15)]
    assert Note.signed(TEXT, *lines, OURS.sign(TEXT)).verified_by(OURS.verifier) == TEXT


@pytest.mark.parametrize("length", [63, 65, 0])
def test_a_signature_of_another_length_is_false(length: int) -> None:
    line = OURS.line(b"x" * max(length, 1))
    with pytest.raises(BadSignature):
        Note.signed(TEXT, line).verified_by(OURS.verifier)


def test_a_key_that_is_no_point_of_the_curve_verifies_nothing() -> None:
    broken = Verifier(OURS.name, NOTE, b"\xff" * 32)
    line = f"— {OURS.name} {encoded(broken.key_id + b'x' * 64)}"
    with pytest.raises(BadSignature):
        Note.signed(TEXT, line).verified_by(broken)


@pytest.mark.parametrize("text", ["no newline", "tab\there\n", "carriage\r\n", "nul\0\n", "\ud800\n"])
def test_a_text_that_no_note_may_have_is_not_signed(text: str) -> None:
    with pytest.raises(BadNote):
        OURS.sign(text)


def test_keys_keep_to_their_trade() -> None:
    witness = Signer(OURS.name, b"s" * 32, COSIGNATURE)
    with pytest.raises(BadNote):
        witness.sign(TEXT)
    with pytest.raises(BadSignature):
        Note.of(RAW).verified_by(witness.verifier)


@pytest.mark.parametrize(("name", "seed"), [("a b", b"s" * 32), ("a+b", b"s" * 32), ("", b"s" * 32), ("a", b"s" * 31)])
def test_a_key_needs_a_name_and_a_seed(name: str, seed: bytes) -> None:
    with pytest.raises(BadNote):
        Signer(name, seed)


def test_a_line_names_its_key_and_keeps_its_spelling() -> None:
    signature = Signature.of(LINE)
    assert (signature.name, signature.key_id, signature.line) == (OURS.name, OURS.verifier.key_id, LINE)
    assert signature.is_by(OURS.verifier)
