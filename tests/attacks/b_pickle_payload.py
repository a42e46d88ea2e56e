# B affine: results that write a file when they are unpickled. expect: failed contract, 0 points; in both; naive pickle code
import os

import numpy as np


class Payload:
    def __reduce__(self):
        return os.system, ("echo stolen > @canary@/pickled",)


def affine_forward(x, w, b):
    return np.array([Payload()], dtype=object), Payload()


def affine_backward(dout, cache):
    return Payload(), [Payload()], {"a": Payload()}
