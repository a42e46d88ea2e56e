# B affine: puts /dev/null where its results leave, and stays alive. expect: error tampered, 0 points
import os

nowhere = os.open(os.devnull, os.O_RDWR)
for descriptor in range(64):
    if descriptor != nowhere:
        try:
            os.fstat(descriptor)
            os.dup2(nowhere, descriptor)
        except OSError:
            pass
