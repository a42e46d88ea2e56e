# F affine: thousands of files and folders. expect: passed, 20 points; naive one folder files; landlock raised
import os

for number in range(1000):
    os.mkdir(f"folder-{number}")
    with open(f"folder-{number}/\udcff\n\x1b{number}", "w"):
        pass
    os.chmod(f"folder-{number}", 0)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
