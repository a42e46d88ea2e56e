# D affine: reads the solution with modules and classes that a filter of imports forgets. expect: error not_implemented, 0 points; only bubblewrap; stolen in process
import _io

readers = [kind for kind in object.__subclasses__() if kind.__name__ == "_IOBase"]
for reader in [_io.FileIO, *readers]:
    try:
        exec(reader("@canary@/secret.py").read())
        break
    except (OSError, TypeError):
        pass
