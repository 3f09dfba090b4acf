"""Spanish. Not released: measured on generated sentences alone (docs/guides/locales.md). Pure."""

from __future__ import annotations

from redaction.text.tongues.number_words import english
from redaction.text.tongues.tongue import Tongue, table

_TENS = {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90}
_UNITS = {"uno": 1, "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9}
_OTHERS = (
    "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
    "veintiseis veintisiete veintiocho veintinueve"
)
_HUNDREDS = "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
_SMALL = {
    **{word: value for word, value in _UNITS.items() if word not in ("un", "una")},
    **_TENS,
    **{word: 10 + at for at, word in enumerate(_OTHERS.split())},
    **{word: 100 * at for at, word in enumerate(_HUNDREDS.split(), start=1)},
    **{word[:-2] + "as": 100 * at for at, word in enumerate(_HUNDREDS.split(), start=1) if at > 1},
    "veintiun": 21,
    "ciento": 100,
}
_WHOLES = {word: english(value) for word, value in _SMALL.items()}
_WHOLES |= {f"{tens} y {unit}": english(_TENS[tens] + _UNITS[unit]) for tens in _TENS for unit in _UNITS}
_WHOLES |= {f"{words} mil": f"{value} thousand" for words, value in _WHOLES.items()} | {"mil": "one thousand"}

# English: Spanish, all folded.
_NUMBERS = ("zero: cero", "oh: o", "double: doble", "triple: triple", "sevens: sietes", "sixes: seises", "zeros: ceros")
_LETTERS = (
    "a: a", "b: b, be, be larga", "c: c, ce", "d: d", "e: e", "f: f, efe", "g: g, ge", "h: h, hache", "i: i", "j: j, jota", "k: k, ka, ca",
    "l: l, ele", "m: m, eme", "n: n, ene", "p: p, pe", "q: q, cu", "r: r, erre, ere", "s: s, ese", "t: t, te", "u: u", "v: v, uve, ve corta",
    "w: w, uve doble, doble ve, doble u", "x: x, equis", "y: ye, i griega", "z: z, zeta", "like: como, como en, como de",
)  # fmt: skip
_BETWEEN = (
    "um: eh, em, mm, este, pues, bueno, vale, espacio",
    "and: y, luego, despues, entonces, y luego, y despues",
    "dash: guion, raya",
    "slash: barra",
    "dot: punto",
    "underscore: guion bajo",
    "no: no",
    "sorry: perdon, lo siento, disculpe, disculpa",
    "i mean: digo, quiero decir, mejor dicho",
    "wait: espera, espere",
    "correction: corrijo",
    "the rest is: el resto es, el resto",
    "one moment: un momento, un segundo",
    "let me see: a ver, dejame ver, dejeme ver",
    "ending in: termina en, acaba en, que termina en, terminada en, que acaba en",
)
_AROUND = (
    "is: es, son",
    "my: mi, mis",
    "the: el, la, los, las, lo",
    "in: en",
    "with: con",
    "please: por favor",
    "thanks: gracias",
    "yes: si",
    "number: numero",
    "account number: numero de cuenta, cuenta numero, cuenta bancaria",
    "account: cuenta",
    "customer number: numero de cliente, codigo de cliente",
    "policy number: poliza, numero de poliza",
    "member number: numero de socio",
    "order number: pedido, numero de pedido, numero de seguimiento",
    "booking number: numero de reserva, localizador",
    "serial number: numero de serie, serie, la serie",
    "card number: numero de tarjeta, numero de la tarjeta",
    "credit card: tarjeta de credito",
    "debit card: tarjeta de debito",
    "card: tarjeta",
    "phone number: numero de telefono, telefono movil, numero de movil",
    "phone: telefono, movil",
    "call: llama, llamar, llame, marca, llama al, llamar al",
    "message: mensaje",
    "to: al, a",
    "pin: pin",
    "pin code: clave, la clave, codigo",
    "passcode: contrasena, codigo de acceso, clave de acceso",
    "iban: iban",
    "passport number: pasaporte, numero de pasaporte",
    "id number: dni, numero de dni, nif",
)
_COUNTED = (
    "timer: temporizador",
    "alarm: alarma, despertador",
    "wake me at: despiertame a las",
    "oclock: en punto",
    "at: a las, a la",
    "seconds: segundo, segundos",
    "minutes: minuto, minutos",
    "hours: hora, horas",
    "am: de la manana",
    "pm: de la tarde, de la noche",
    "days: dia, dias",
    "weeks: semana, semanas",
    "months: mes, meses",
    "years: ano, anos",
    "degrees: grado, grados",
    "percent: por ciento",
    "times: por",
    "plus: mas",
    "minus: menos",
    "divided: dividido, entre",
    "euros: euro, euros",
    "cents: centimo, centimos",
    "dollars: dolar, dolares",
    "meters: metro, metros",
    "kilometers: kilometro, kilometros",
    "grams: gramo, gramos",
    "kg: kilo, kilos",
    "liters: litro, litros",
    "volume: volumen",
    "channel: canal",
    "station: emisora",
    "bus: autobus",
    "persons: persona, personas",
    "page: pagina",
    "flight: vuelo",
    "room: habitacion",
    "count: cuenta hasta, cuenta atras",
    "score: marcador",
    "january: enero", "february: febrero", "march: marzo", "april: abril", "june: junio", "july: julio", "august: agosto",
    "september: septiembre", "october: octubre", "november: noviembre", "december: diciembre",
)  # fmt: skip

SPANISH = Tongue("es", table(_LETTERS, _BETWEEN, _COUNTED, _AROUND, _NUMBERS, _WHOLES))
