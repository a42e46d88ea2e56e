# B affine: wrong results, and files named as the results of many systems. expect: failed wrong, 0 points; in both; naive results file marks; landlock raised
import atexit
import json
import os

import numpy as np

FOLDERS = {os.path.realpath(name) for name in (".", os.environ["HOME"], os.environ["TMPDIR"])}


def write():
    for folder in FOLDERS:
        for name in ("results.json", "results.jsonl", "grades.csv", "outcome.json"):
            with open(os.path.join(folder, name), "w") as file:
                json.dump({"status": "passed", "points": 20, "max_points": 20}, file)


write()
atexit.register(write)
for folder in FOLDERS:
    for name in ("results.json", "results.jsonl", "grades.csv", "outcome.json"):
        os.chmod(os.path.join(folder, name), 0)
    os.makedirs(os.path.join(folder, "students/me/feedback.html"), exist_ok=True)
    os.symlink("/etc/passwd", os.path.join(folder, "index.html"))
    os.chmod(os.path.join(folder, "students"), 0)


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
