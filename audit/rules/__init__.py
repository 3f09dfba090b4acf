"""The rules over the log: one file a group. A rule is a short query over what is new; it says what it looks for, and what it cannot see."""
