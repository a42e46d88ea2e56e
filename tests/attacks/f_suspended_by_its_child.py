# F affine: a child that shares its memory and never ends, until when the parent cannot be woken. expect: error timeout, 0 points; naive batch hangs
import ctypes
import os


def affine_forward(x, w, b):
    libc = ctypes.PyDLL(None)
    number = {"x86_64": 58}.get(os.uname().machine)
    if number and libc.syscall(number) == 0:
        libc.pause()
    while True:
        pass
