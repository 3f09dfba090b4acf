"""What redaction is examined with: sentences of our own with known secrets, and their scoring. Reads nothing of redaction/text's tables."""
