"""The proof of one entry: shown step by step, and given as a file that the stand-alone verifier takes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from audit.access import Role, acting, does, shows
from audit.events import Event, Purpose
from audit.exporting.proving import NotProvable, give, prove
from audit.log import Receipt, record
from audit.pages.qr import qr_of
from audit.reading import lines_of
from audit.sealing.proving import Unproven


@shows(Event.PROOF_SHOWN, Role.COMPLIANCE, subject="entry_id", purpose=Purpose.LEGAL)
def shown(request: HttpRequest, entry_id: str, *, receipt: Receipt) -> HttpResponse:
    """Leaf, the hashes beside its way up, root and signatures."""
    return _page(request, entry_id)


@does(Role.COMPLIANCE)
def given(request: HttpRequest, entry_id: str) -> HttpResponse:
    """The file: recorded and sealed before its first byte."""
    try:
        proof = give(entry_id, by=acting(request))
    except (NotProvable, Unproven):
        record(Event.PROOF_SHOWN, by=acting(request), subject=entry_id, purpose=Purpose.LEGAL)
        return _page(request, entry_id, status=409)
    named = f'attachment; filename="entry-{proof.index}.tlog-proof"'
    return HttpResponse(proof.text(), content_type="application/octet-stream", headers={"Content-Disposition": named})


def _page(request: HttpRequest, entry_id: str, *, status: int = 200) -> HttpResponse:
    """With the proof; or with the reason why there is none."""
    found = lines_of([entry_id])
    if not found:
        raise Http404("no such entry")
    context: dict[str, object] = {"line": found[0], "proof": None}
    try:
        proof = prove(entry_id)
    except NotProvable:
        context["is_early"] = True
    except Unproven as error:
        context["contradiction"] = str(error)
    else:
        context |= {"proof": proof, "steps": [one.hex() for one in proof.hashes], "qr": qr_of(proof.note)}
    return render(request, "audit/proof.html", context, status=status)
