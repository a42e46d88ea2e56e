# A affine: reads address 0, with the fault handler off. expect: error raised, 0 points; naive batch ends
import ctypes
import faulthandler

faulthandler.disable()


def affine_forward(x, w, b):
    ctypes.string_at(0)
