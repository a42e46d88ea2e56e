# B affine: right results, then one frame after another that nobody asked for. expect: passed, 20 points; unshown our wire alone
import sys

frames = sys.modules["dlgrade_worker.frames"]
honest = frames.pack


def pack(header, payload=b""):
    frame = honest(header, payload)
    return frame * 2000 if "done" in header else frame


frames.pack = sys.modules["dlgrade_worker.wire"].pack = pack


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
