# B affine: a right forward; the worker says that it found no function, and has no word why. expect: error raised, 7 points; unshown our wire alone
import sys

frames = sys.modules["dlgrade_worker.frames"]
honest = frames.pack


def pack(header, payload=b""):
    return honest({"loaded": [], "fault": {}} if "loaded" in header else header, payload)


frames.pack = sys.modules["dlgrade_worker.wire"].pack = pack


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
