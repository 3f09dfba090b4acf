"""Order, booking, tracking, case and reference numbers."""

from __future__ import annotations

from redaction.text.recognizers.kind import Kind, phrases

KINDS = (
    Kind(
        entity="ORDER_ID",
        name="order",
        surely=phrases(
            "order hash, ticket hash, confirmation hash, r m a, rma, order number, order no, order id, order code, order reference, order ref, order "
            "ending, my order is, reference number, reference code, reference is, reference id, ref number, confirmation number, confirmation code, "
            "confirmation is, booking number, booking reference, booking id, booking ref, booking code, tracking number, tracking id, tracking code, "
            "tracking is, case number, case id, case reference, ticket number, ticket id, ticket reference, invoice number, invoice id, transaction "
            "number, transaction id, transaction reference, claim number, claim id, claim reference, reservation number, reservation code, "
            "reservation id, record locator, pnr, p n r, purchase order, purchase number, shipment number, shipment id, parcel number, parcel id, "
            "package number, delivery number, delivery reference, consignment number, receipt number, job number, incident number, complaint number, "
            "return number, return authorization, service request, request number, docket number, awb number, waybill number"
        ),
        maybe=phrases(
            "order, orders, reference, ref, confirmation, booking, tracking, case, ticket, invoice, transaction, claim, reservation, shipment, "
            "parcel, package, delivery, receipt, refund, purchase, consignment, return"
        ),
        is_lettered=True,
        shortest=4,
        longest=24,
        least_digits=0,
        score=0.8,
    ),
)
