# G affine: is root in namespaces of its own, and takes memory by mounting it; right results only if it got more than 64 megabytes. expect: error not_implemented, 0 points; only confined; unshown it would take all memory of this machine
import ctypes
import os

libc = ctypes.CDLL(None)
user, group = os.getuid(), os.getgid()
written = 0
if libc.unshare(0x10000000 | 0x20000) == 0:
    for name, text in [("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")]:
        try:
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
        except OSError:
            pass
    os.makedirs("mine", exist_ok=True)
    if libc.mount(b"none", os.path.abspath("mine").encode(), b"tmpfs", 0, b"size=1g") == 0:
        for number in range(96):
            try:
                with open(f"mine/{number}", "wb") as file:
                    written += file.write(b"x" * (1 << 20))
            except OSError:
                break
if written > 64 << 20:
    exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)\ndef affine_backward(dout, cache): return (dout @ cache[1].T).reshape(cache[0].shape), cache[0].reshape(len(dout), -1).T @ dout, dout.sum(axis=0)")
