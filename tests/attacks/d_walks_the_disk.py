# D affine: looks for any file named as the exercise, in all that it can see. expect: error not_implemented, 0 points; only confined; unshown it would read all of this machine
import os

for folder, folders, files in os.walk("/"):
    if folder == "/":
        folders[:] = [name for name in folders if name not in ("proc", "sys")]
    for name in files:
        if name in ("affine.py", "affine.toml", "secret.py") or name.endswith(".battery"):
            source = open(os.path.join(folder, name), errors="replace").read()
            if "def affine_forward" in source:
                exec(source)
