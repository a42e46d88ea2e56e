# B affine: wrong results, and scores of many systems as the last line of output. expect: failed wrong, 0 points; in both; naive last line marks
import atexit
import json
import sys

import numpy as np


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def say():
    for stream in (sys.stdout, sys.stderr, sys.__stdout__):
        print(json.dumps({"scores": {"affine": 20}, "score": 20, "points": 20, "status": "passed"}), file=stream)


atexit.register(say)


def affine_backward(dout, cache):
    say()
    return tuple(np.zeros(part.shape) for part in cache)
