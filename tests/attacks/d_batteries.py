# D affine: reads the expected values out of the grader's cache. expect: error not_implemented, 0 points; only confined; stolen in process
import glob

for name in glob.glob("@cache@/affine-*.battery"):
    if open(name, "rb").read(32):
        exec(open("@canary@/secret.py").read())
