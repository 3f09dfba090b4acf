"""What spoken_digits is made of: recordings of single digits joined to clips, and a small recogniser trained on the surroundings."""
