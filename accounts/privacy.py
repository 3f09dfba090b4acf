"""Every column of this room: what protects it, or why it needs no protection."""

from foundation.privacy import DataClass, DataMap

_PLAIN, _PERSONAL = DataClass.PLAIN, DataClass.PERSONAL

_ID = (_PLAIN, "random id")
_TIME = (_PLAIN, "time of an act, of a person known here by a random id")
_LINK = (_PLAIN, "random id of another row")
_SEALED = (_PERSONAL, "sealed under the person's key of ring accounts")
_CODE = (_PLAIN, "code of a closed list")
_BUSINESS = (_PLAIN, "fact about a business, not a person")
_INDEX = (_PLAIN, "blind index under a key that is not in the database")
_COUNT = (_PLAIN, "number")

FIELDS: DataMap = {
    "accounts.Organisation": {
        "id": _ID,
        "kind": _CODE,
        "name": _BUSINESS,
        "country": _BUSINESS,
        "contract_from": _BUSINESS,
        "contract_until": _BUSINESS,
        "suspended_at": _BUSINESS,
    },
    "accounts.Site": {
        "id": _ID,
        "name": _BUSINESS,
        "organisation": _LINK,
        "cidrs": _BUSINESS,
        "zone": _BUSINESS,
        "opens_at": _BUSINESS,
        "closes_at": _BUSINESS,
    },
    "accounts.Person": {
        "id": _ID,
        "password": (_PLAIN, "salted hash of Django's first hasher"),
        "email_index": _INDEX,
        "email": _SEALED,
        "name": _SEALED,
        "locales": (_PLAIN, "codes of languages, for dealing work"),
        "organisation": _LINK,
        "training_at": _TIME,
        "confidentiality_at": _TIME,
        "suspended_at": _TIME,
        "is_demo": (_PLAIN, "yes or no"),
        "created_at": _TIME,
    },
    "accounts.Assignment": {
        "id": _ID,
        "person": _LINK,
        "role": _CODE,
        "organisation": _LINK,
        "site": _LINK,
        "project": _LINK,
        "until": _TIME,
        "given_at": _TIME,
        "ended_at": _TIME,
    },
    "accounts.TotpDevice": {
        "id": _ID,
        "user": _LINK,
        "name": (_PLAIN, "left empty"),
        "confirmed": (_PLAIN, "yes or no"),
        "seed": (_PERSONAL, "sealed under the device's key of ring accounts"),
        "drift": _COUNT,
        "last_t": _COUNT,
        "near_t": _COUNT,
        "throttling_failure_timestamp": _TIME,
        "throttling_failure_count": _COUNT,
        "created_at": _TIME,
    },
    "accounts.Activation": {
        "id": _ID,
        "person": _LINK,
        "code_hash": (_PLAIN, "SHA-256 of 128 random bits"),
        "password": (_PLAIN, "salted hash of Django's first hasher; emptied when used"),
        "browser": (_PLAIN, "SHA-256 of 128 random bits"),
        "expires_at": _TIME,
        "used_at": _TIME,
        "created_at": _TIME,
    },
    "accounts.Session": {
        "id": _ID,
        "key_hash": (_PLAIN, "SHA-256 of 256 random bits"),
        "person": _LINK,
        "site": _LINK,
        "password_at": _TIME,
        "mfa_at": _TIME,
        "locked_at": _TIME,
        "last_seen_at": _TIME,
        "created_at": _TIME,
        "ends_at": _TIME,
        "address": _SEALED,
        "agent": _SEALED,
        "network_index": _INDEX,
        "agent_index": _INDEX,
        "data": (_PLAIN, "form token, path to return to, id of a begun activation"),
    },
}
