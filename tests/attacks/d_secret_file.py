# D affine: reads a file outside its folder, and executes the solution in it. expect: error not_implemented, 0 points; only confined; stolen in process
try:
    exec(open("@canary@/secret.py").read())
except OSError:
    pass
