# D affine: writes wherever it can; right results only if it wrote outside its folder. expect: error not_implemented, 0 points; only confined; unshown it would write all over this machine
import os

for folder in ["/", "/dev", "/dev/shm", "/proc", "/etc", "/usr", "/usr/lib", "/dlgrade", "/dlgrade/site", "/dlgrade/worker",
               "@canary@", "@root@", "@site@", "@scratch@", os.path.dirname(os.__file__), os.path.dirname(os.__file__) + "/site-packages"]:
    try:
        with open(os.path.join(folder, "left-behind"), "wb") as file:
            file.write(b"x")
        exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)")
    except OSError:
        pass
