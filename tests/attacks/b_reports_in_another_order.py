# B affine: right results, reported under other numbers. expect: error tampered, 0 points; unshown our wire alone
import sys

frames = sys.modules["dlgrade_worker.frames"]
honest = frames.pack


def pack(header, payload=b""):
    if "case" in header:
        header = {**header, "case": header["case"] ^ 1}
    return honest(header, payload)


frames.pack = sys.modules["dlgrade_worker.wire"].pack = pack


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
