# B affine: results of which every method raises. expect: failed contract, 0 points; naive batch ends
def explode(*_, **__):
    raise SystemExit("boom")


names = "repr str format hash eq ne lt le gt ge len iter getitem contains call array float int index bool abs del reduce sizeof"
Bomb = type("Bomb", (), {f"__{name}__": explode for name in names.split()} | {"__getattr__": explode})


def affine_forward(x, w, b):
    return Bomb(), Bomb()


def affine_backward(dout, cache):
    return Bomb(), Bomb(), Bomb()
