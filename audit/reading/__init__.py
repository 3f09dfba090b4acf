"""Reading the book: searches page by page, what one person or clip had to do with, one entry with what is sealed beside it."""

from audit.reading.lines import READER, Line
from audit.reading.opening import OpenEntry, Opening, lines_of, open_entry
from audit.reading.paging import Page, page
from audit.reading.search import Place, Search

__all__ = ["READER", "Line", "OpenEntry", "Opening", "Page", "Place", "Search", "lines_of", "open_entry", "page"]
