# I affine: right, with letters of other scripts, emoji and look-alikes. expect: passed, 20 points
# ⬅️ 🧠 نص عربي ‮ reversed
def affine_forward(х, ω, β):
    данные = х.reshape(len(х), -1)
    return данные @ ω + β, (х, ω)


def affine_backward(dout, cache):
    х, ω = cache
    return (dout @ ω.T).reshape(х.shape), х.reshape(len(х), -1).T @ dout, dout.sum(axis=0)
