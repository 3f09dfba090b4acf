"""`python -m audit.witness --folder F --listen 127.0.0.1:8790 --log VKEY`: exit 0 after SIGTERM, 1 when it cannot start, 2 for a bad command."""

import argparse
import logging
import signal
import sys
import threading
from pathlib import Path

from audit.proof.notes import BadNote, check_name
from audit.witness.server import LogKeys, Server, Witness, log_keys
from audit.witness.state import CannotStart, Folder

log = logging.getLogger("audit.witness")


def address(written: str) -> tuple[str, int]:
    host, colon, port = written.rpartition(":")
    if not colon or not host or not (port.isascii() and port.isdigit() and int(port) < 2**16):
        raise argparse.ArgumentTypeError("give HOST:PORT, as 127.0.0.1:8790")
    return host.strip("[]"), int(port)


def name(written: str) -> str:
    try:
        return check_name(written)
    except BadNote as bad:
        raise argparse.ArgumentTypeError(str(bad)) from bad


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser("python -m audit.witness", description="Cosign the checkpoints of logs that only grow.")
    made.add_argument("--folder", type=Path, required=True, help="where its key and state are, mode 700; made at the first start")
    made.add_argument("--listen", type=address, required=True, metavar="HOST:PORT", help="port 0: any free one")
    made.add_argument("--name", type=name, help="of its key, at the first start; else a random one")
    made.add_argument("--log", action="append", default=[], metavar="VKEY", help="a log's key; its name is the log's origin; may be given again")
    made.add_argument("--logs", type=Path, metavar="FILE", help="more of them, one a line; read again when it changes")
    made.add_argument("--series", action="store_true", help="a key named .../0003 also speaks for .../0004 and later")
    made.add_argument("--start-over", action="store_true", help="begin again although the key is there and the state is lost")
    return made


def main(arguments: list[str]) -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="witness: %(message)s")
    options = parser().parse_args(arguments)
    if not options.log and options.logs is None:
        parser().error("give --log or --logs: a witness that knows no log has nothing to do")
    try:
        keys = LogKeys(log_keys(options.log), options.logs)
        folder = Folder.opened(options.folder, name=options.name, start_over=options.start_over)
        with Server(options.listen, witness := Witness(folder, keys, series=options.series)) as server:
            serve(server)
        witness.close()
    except (CannotStart, BadNote, OSError, UnicodeError) as cannot:
        log.error("%s", cannot)
        return 1
    return 0


def serve(server: Server) -> None:
    """Until SIGTERM or SIGINT."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that this thread runs, so another one must call it.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    host, port = server.server_address[:2]
    log.info("%s listens on %s:%s", server.witness.folder.signer.name, host if isinstance(host, str) else host.decode(), port)
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
