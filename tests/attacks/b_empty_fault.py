# B affine: no function, and a fault without a word in it. expect: error raised, 0 points
import sys

frames = sys.modules["dlgrade_worker.frames"]
honest = frames.pack


def pack(header, payload=b""):
    return honest({"loaded": [], "fault": {}} if "loaded" in header else header, payload)


frames.pack = sys.modules["dlgrade_worker.wire"].pack = pack


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
