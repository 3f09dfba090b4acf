"""Serial numbers and device ids."""

from __future__ import annotations

from redaction.text.recognizers.kind import Kind, phrases

KINDS = (
    Kind(
        entity="DEVICE_SERIAL",
        name="serial",
        surely=phrases(
            "cereal, cereal number, syrial number, serial hash, real number, machine number, machine id, serial number, serial no, serial code, "
            "serial id, serial is, serial, serials, device id, device number, device code, device identifier, imei, imei number, i m e i, imsi, "
            "product id, product key, product code, unit number, unit id, hardware id, speaker id, router id, modem id, hub id, thermostat id, "
            "activation code, activation key, registration code, registration key, licence key, license key, asset tag, service tag, eid, meid, e i "
            "d, chassis number, vehicle identification number, vin, v i n, engine number"
        ),
        maybe=phrases("tag, device, speaker, router, modem, sim, sim card, bottom, sticker, label, back, underneath, hub, thermostat, camera"),
        is_lettered=True,
        shortest=5,
        longest=24,
        least_digits=0,
        score=0.85,
        bare=0.4,
    ),
)
