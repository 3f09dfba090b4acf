"""What own_identifiers is made of: people, how they say their numbers and names, how a recogniser mishears them. Shares nothing with exam/."""
