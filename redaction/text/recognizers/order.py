"""Order, booking, tracking, case and reference numbers."""

from __future__ import annotations

from redaction.text.recognizers.numbers import Kind, phrases

_WORDS = phrases(
    "order, orders, order number, order id, reference, reference number, ref, confirmation, confirmation number, confirmation code, "
    "booking, booking number, booking reference, tracking, tracking number, case number, ticket number, invoice, invoice number, "
    "transaction, transaction number, claim number, claim, reservation, reservation number, purchase order, shipment, parcel, package, "
    "delivery number, receipt number, job number, incident number, complaint number, return number"
)

KINDS = (Kind(entity="ORDER_ID", name="order", before=_WORDS, after=_WORDS, shortest=5, longest=24, least_digits=3, score=0.8),)
