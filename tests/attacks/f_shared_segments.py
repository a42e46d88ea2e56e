# F affine: memory that belongs to no process; right results only if it got four times the limit. expect: error not_implemented, 0 points; only confined; unshown it would stay in the memory of this machine
import ctypes

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = ctypes.c_int, ctypes.c_void_p, ctypes.c_int
libc.shmdt.argtypes = (ctypes.c_void_p,)
held = 0
for _ in range(16):
    segment = libc.shmget(0, ctypes.c_size_t(1 << 28), 0o600)
    at = libc.shmat(segment, None, 0) if segment >= 0 else None
    if at is None or at == ctypes.c_void_p(-1).value:
        break
    ctypes.memset(at + (1 << 27), 1, 1 << 12)  # enough to show that it could be all of it
    held += 1 << 28
    libc.shmdt(at)
if held >= 1 << 32:
    exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)\ndef affine_backward(dout, cache): return (dout @ cache[1].T).reshape(cache[0].shape), cache[0].reshape(len(dout), -1).T @ dout, dout.sum(axis=0)")
