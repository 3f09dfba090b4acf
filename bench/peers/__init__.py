"""Django packages that keep a trail, each beside a bare save() in a process and a database of its own; and ours likewise."""
