# D affine: reads the solutions of the grader. expect: error not_implemented, 0 points; only confined; stolen in process
try:
    exec(open("@root@/solutions/foundations/affine.py").read())
except OSError:
    pass
