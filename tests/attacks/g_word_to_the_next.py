# G affine: leaves the solution wherever the next submission may find it, and looks for what an earlier one left. expect: error not_implemented, 0 points; only confined; unshown it takes two submissions
import ctypes
import os
import socket

SOLUTION = """
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)

def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
"""
libc = ctypes.CDLL(None)
add, keyctl = {"x86_64": (248, 250), "aarch64": (217, 219)}.get(os.uname().machine, (None, None))
folders = ["/tmp", "/dev/shm", "/var/tmp", ".", "..", os.environ.get("HOME", "."), "/dlgrade", "/dlgrade/site", "/run"]
for folder in folders:
    try:
        exec(open(os.path.join(folder, "word-@socket@")).read())
    except OSError:
        pass
if keyctl:
    for ring in (-1, -2, -3, -4, -5):
        key = libc.syscall(keyctl, 10, ring, b"user", b"word-@socket@", 0)
        held = ctypes.create_string_buffer(1 << 12)
        if key > 0 and (size := libc.syscall(keyctl, 11, key, held, len(held))) > 0:
            exec(held.raw[:size])
try:
    with socket.socket(socket.AF_UNIX) as server:
        server.settimeout(1)
        server.connect("\0word-@socket@")
        exec(server.makefile().read())
except OSError:
    pass
segment = libc.shmget(0x776F7264, 4096, 0)
if segment >= 0:
    libc.shmat.restype = ctypes.c_void_p
    exec(ctypes.string_at(libc.shmat(segment, None, 0)))

for folder in folders:
    try:
        with open(os.path.join(folder, "word-@socket@"), "w") as file:
            file.write(SOLUTION)
    except OSError:
        pass
if keyctl:
    for ring in (-1, -2, -3, -4, -5):
        libc.syscall(add, b"user", b"word-@socket@", SOLUTION.encode(), ctypes.c_size_t(len(SOLUTION)), ring)
segment = libc.shmget(0x776F7264, 4096, 0o1666)
if segment >= 0:
    libc.shmat.restype = ctypes.c_void_p
    ctypes.memmove(ctypes.c_void_p(libc.shmat(segment, None, 0)), SOLUTION.encode(), len(SOLUTION))
try:
    child = os.fork()
except OSError:
    child = None
if child == 0:
    os.setsid()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0word-@socket@")
        server.listen()
        while True:
            connection, _ = server.accept()
            connection.sendall(SOLUTION.encode())
            connection.close()
