"""Why a sealer does not start. Each is a sentence for the person at the console."""


class Refused(Exception):
    """To go on could sign two different logs under one name. Nothing is sealed, and the house stays closed."""


class AnotherSealer(Refused):
    """Two sealers would give one entry two places in the tree."""


class BadState(Refused):
    """The sealer's own file cannot be read, or contradicts itself."""


class LostState(Refused):
    """The log was signed before, and what was signed last is not known here."""
