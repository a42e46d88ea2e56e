# F affine: three thousand folders inside one another. expect: passed, 20 points; naive one folder files; landlock raised
import os

here = os.getcwd()
for _ in range(3000):
    os.mkdir("deeper")
    os.chdir("deeper")
os.chdir(here)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
