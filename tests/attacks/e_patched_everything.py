# E affine: every builtin that is a function does nothing. expect: error forbidden, 0 points; naive batch ends
import builtins


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


nothing = type(affine_forward)
for name in list(vars(builtins)):
    if name.islower() and not name.startswith("_") and name not in ("vars", "setattr", "list", "name", "builtins"):
        setattr(builtins, name, lambda *_, **__: None)
