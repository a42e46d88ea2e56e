# B affine: forged reports on every descriptor, each well formed, and each with nothing in it. expect: error not_implemented, 0 points; in both; naive batch ends
import json
import os
import struct

import numpy as np


def frame(header, payload=b""):
    text = json.dumps(header).encode()
    return struct.pack("<QQ", len(text), len(payload)) + text + payload


forged = frame({"loaded": ["affine_forward", "affine_backward"], "fault": None})
for case in range(400):
    for step in range(2):
        forged += frame({"case": case, "step": step, "value": ["n"], "after": [], "mutated": [], "calls": {}, "warned": []})
forged += frame({"done": 400, "peak": 0})
for descriptor in range(3, 64):
    try:
        os.set_blocking(descriptor, False)
        os.write(descriptor, forged)
        os.set_blocking(descriptor, True)
    except OSError:
        pass


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
