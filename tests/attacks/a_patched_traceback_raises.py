# A affine: patches the traceback module so that reporting an exception raises. expect: error raised, 0 points; naive batch ends
import traceback


def explode(*_, **__):
    raise SystemExit(0)


traceback.extract_tb = explode


def affine_forward(x, w, b):
    raise ValueError("hidden")
