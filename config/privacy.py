"""Columns of libraries' tables: which we use, and why none of them holds anything personal."""

from foundation.privacy import DataClass, DataMap

_PLAIN = DataClass.PLAIN
_EMPTY = "table stays empty and no database role may write it (config/grants.py)"
_MACHINE = "written by migrations; names of models and of permissions"


def _unused(*fields: str) -> dict[str, tuple[DataClass, str]]:
    return dict.fromkeys(fields, (_PLAIN, _EMPTY))


FIELDS: DataMap = {
    "contenttypes.ContentType": dict.fromkeys(("id", "app_label", "model"), (_PLAIN, _MACHINE)),
    "auth.Permission": dict.fromkeys(("id", "name", "content_type", "codename"), (_PLAIN, _MACHINE)),
    "auth.Group": _unused("id", "name", "permissions"),
    "sessions.Session": _unused("session_key", "session_data", "expire_date"),
    "axes.AccessLog": _unused(
        "id", "user_agent", "ip_address", "username", "http_accept", "path_info", "attempt_time", "logout_time", "session_hash"
    ),
    "axes.AccessFailureLog": _unused("id", "user_agent", "ip_address", "username", "http_accept", "path_info", "attempt_time", "locked_out"),
    "axes.AccessAttempt": {
        "id": (_PLAIN, "number"),
        "user_agent": (_PLAIN, "left empty"),
        "ip_address": (_PLAIN, "an invented address made by a keyed hash"),
        "username": (_PLAIN, "blind index"),
        "http_accept": (_PLAIN, "left empty"),
        "path_info": (_PLAIN, "left empty"),
        "attempt_time": (_PLAIN, "time of a machine"),
        "get_data": (_PLAIN, "left empty"),
        "post_data": (_PLAIN, "left empty"),
        "failures_since_start": (_PLAIN, "number"),
    },
    "axes.AccessAttemptExpiration": {"access_attempt": (_PLAIN, "number"), "expires_at": (_PLAIN, "time of a machine")},
}
