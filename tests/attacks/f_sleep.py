# F affine: sleeps, which takes no CPU time. expect: error timeout, 0 points; only process; naive batch hangs
import time


def affine_forward(x, w, b):
    time.sleep(10**6)
