"""The version of recognizers, model and rules together; kept with each decision, and measured before it is used (measured/)."""

from typing import Final

VERSION: Final = "3"
