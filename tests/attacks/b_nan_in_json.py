# B affine: a frame with NaN in its JSON. expect: error tampered, 0 points; unshown our wire alone
import sys

frames = sys.modules["dlgrade_worker.frames"]


def pack(header, payload=b""):
    text = b'{"loaded": ["affine_forward"], "fault": NaN}'
    return frames.PREFIX.pack(len(text), 0) + text


frames.pack = sys.modules["dlgrade_worker.wire"].pack = pack


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
