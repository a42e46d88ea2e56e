# A affine: patches everything that reports an exception, and raises one. expect: error raised, 0 points; naive batch ends
import sys
import traceback

sys.excepthook = sys.unraisablehook = lambda *_: None
for name in ("extract_tb", "print_exc", "format_exc", "format_exception", "print_exception"):
    setattr(traceback, name, lambda *_, **__: [])


def affine_forward(x, w, b):
    raise ValueError("hidden")
