"""The compliance officer's pages, one module a page."""
