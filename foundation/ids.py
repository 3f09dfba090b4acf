"""Ids that tell nothing: no time, no order, no count."""

import re
import secrets

LENGTH = 32
_FORM = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """128 random bits as 32 hexadecimal characters."""
    return secrets.token_hex(LENGTH // 2)


def is_id(text: str) -> bool:
    return _FORM.fullmatch(text) is not None


class IdConverter:
    """`<id:name>` in an address: an id and nothing else, so that no words can travel there."""

    regex = _FORM.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
