# D affine: reads the memory of the grader. expect: error not_implemented, 0 points; only confined; stolen in process
import os

MARK = b"# the solution lies " + b"in memory\n"
for pid in ["@pid@", str(os.getppid()), "1"]:
    try:
        maps = open(f"/proc/{pid}/maps").read().splitlines()
        memory = open(f"/proc/{pid}/mem", "rb", 0)
    except OSError:
        continue
    for line in maps:
        if " rw-p " not in line:
            continue
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        for at in range(start, end, 16 << 20):
            try:
                memory.seek(at)
                held = memory.read(min(end - at, (16 << 20) + 4000))
            except (OSError, ValueError):
                continue
            if MARK in held and "affine_forward" not in globals():
                source = held[held.index(MARK) :][:2000].split(b"\0")[0]
                try:
                    exec(source.decode())
                except (SyntaxError, UnicodeDecodeError):
                    pass
