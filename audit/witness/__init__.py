"""A witness: a process of its own, with its own key, that cosigns a log's checkpoints only as long as the log grows.

It knows no Django, no database and nothing of what is logged. Run it where those who run the log cannot reach it.
"""
