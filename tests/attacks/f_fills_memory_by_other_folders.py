# F affine: megabytes into every folder that takes them; right results only if more than 64 went in. expect: error not_implemented, 0 points; only confined; unshown it would write all over this machine
import os

written = 0
for folder, folders, _ in os.walk("/"):
    if folder.startswith(("/proc", "/usr/lib/", "/lib/")) and "packages" not in folder:
        folders.clear()
        continue
    for number in range(70):
        try:
            with open(os.path.join(folder, f"large-{number}"), "wb") as file:
                written += file.write(b"x" * (1 << 20))
        except OSError:
            break
if written > 64 << 20:
    exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)")
