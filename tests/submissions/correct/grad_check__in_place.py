import numpy as np


def numeric(f, x, h):
    out = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    for _ in it:
        ix = it.multi_index
        keep = x[ix].copy()
        x[ix] = keep + h
        up = f(x)
        x[ix] = keep - h
        down = f(x)
        x[ix] = keep
        out[ix] = (up - down) / (2 * h)
    return out


def grad_check(f, grad_f, x, h=1e-5):
    if x.dtype.kind != "f":
        x = x.astype("f8")
    ana = grad_f(x)
    num = numeric(f, x, h)
    report = {"ok": False, "error": np.inf, "worst": ()}
    if ana.shape != num.shape:
        return report
    diff = np.absolute(ana - num)
    report["error"] = diff.max()
    report["ok"] = report["error"] <= 1e-7 + 1e-5 * np.absolute(num).max()
    report["worst"] = np.unravel_index(diff.argmax(), diff.shape)
    report["numerical"] = num
    return report
