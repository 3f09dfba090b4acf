"""What a person reads when something stops, and what the logs keep of it."""

import io
import logging
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from audit.access import Denied, public
from audit.log import NothingRecorded
from config import errors, logs
from foundation.jobs import LostRace

CANARY = "Rosalinda 4407183962550-2291"
RAISED: dict[str, Callable[[], BaseException]] = {
    "log": lambda: NothingRecorded(CANARY),
    "database": lambda: OperationalError(CANARY),
    "race": lambda: LostRace(CANARY),
    "denied": lambda: Denied(CANARY),
    "missing": lambda: Http404(CANARY),
    "bug": lambda: ValueError(CANARY),
}
EXPECTED = {"log": 503, "database": 503, "race": 409, "denied": 403, "missing": 404, "bug": 500}


@public("GET")
def view(request: HttpRequest, kind: str) -> HttpResponse:
    said = CANARY
    raise RAISED[kind]() from ValueError(said)


urlpatterns = [path("broken/<slug:kind>/", view)]
handler400, handler403 = "config.errors.unreadable", "config.errors.not_allowed"
handler404, handler500 = "config.errors.not_here", "config.errors.broken"


@pytest.mark.asvs("16.5.1")
@pytest.mark.parametrize("kind", list(RAISED))
def test_a_failure_is_a_page_that_says_what_to_do_and_never_what_was_said(
    db: str, client: Client, settings: object, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    client.raise_request_exception = False
    response = client.get(f"/broken/{kind}/")
    assert response.status_code == EXPECTED[kind]
    page, logged = response.content.decode(), "".join(capfd.readouterr())
    assert "Rosalinda" not in page + logged
    assert "4407183962550" not in page + logged
    assert "Traceback" not in page
    assert page.count("<p>") >= 2


@pytest.mark.parametrize(
    "page", [errors.UNREADABLE, errors.NOT_ALLOWED, errors.NOT_HERE, errors.CHANGED, errors.TOO_OFTEN, errors.BROKEN, errors.CLOSED]
)
def test_every_error_page_stands_without_person_or_database(page: errors.Page) -> None:
    response = errors.answer(page)
    assert response.status_code == page.status
    assert b"/static/css/sotto" in response.content


@pytest.mark.asvs("16.2.5", "16.4.1")
def test_a_log_line_holds_listed_keys_and_plain_tokens_only() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines())
    logger = logging.getLogger("sotto.test")
    logger.addHandler(handler)
    try:
        import structlog

        structlog.get_logger("sotto.test").error("it_failed", job="a" * 32, error=CANARY, words=CANARY, kind="x\ny")
        try:
            raise ValueError(CANARY)
        except ValueError:
            logger.exception("%s could not be read", CANARY)
    finally:
        logger.removeHandler(handler)
    text = stream.getvalue()
    assert "Rosalinda" not in text
    assert text.count("\n") == 2
    assert '"error": "withheld"' in text
    assert '"error": "ValueError"' in text
    assert "test_errors.py" in text
