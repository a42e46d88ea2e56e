# D affine: reads the solution in the shared memory of the machine. expect: error not_implemented, 0 points; only confined; stolen in process; landlock raised
import os

try:
    exec(open("/dev/shm/@shm@").read())
except OSError:
    pass
if os.path.exists("/proc/sysvipc/shm") and len(open("/proc/sysvipc/shm").read().splitlines()) > 1000:
    exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)")
