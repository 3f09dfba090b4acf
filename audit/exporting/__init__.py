"""Ways in which entries leave the log: as a table, as lines, as one proof, as a bundle. Each is an entry first."""
