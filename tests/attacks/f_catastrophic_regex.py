# F affine: one regular expression that takes for ever. expect: error timeout, 0 points; only process; naive batch hangs
import re


def affine_forward(x, w, b):
    return re.match(r"(a|aa)+$", "a" * 200 + "b")
