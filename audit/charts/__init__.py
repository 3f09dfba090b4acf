"""Counts of the log, added up as it grows, and the charts drawn of them."""

from audit.charts.rolling import roll_up

__all__ = ["roll_up"]
