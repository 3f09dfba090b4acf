import os

# Before numpy comes: products of small matrices on many threads spend more time waiting for each other than multiplying.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
