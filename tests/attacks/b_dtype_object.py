# B affine: arrays whose type is named "O". expect: error tampered, 0 points; unshown our wire alone
import sys


def value(self, value, depth=0):
    self.payload += b"\0" * 64
    return ["a", "O", [8], 0]


sys.modules["dlgrade_worker.wire"].Encoder.value = value


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
