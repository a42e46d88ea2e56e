# I affine: right, as bound methods of an object. expect: passed, 20 points
class Affine:
    def forward(self, x, w, b):
        return x.reshape(len(x), -1) @ w + b, (x, w)

    def backward(self, dout, cache):
        x, w = cache
        return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)


layer = Affine()
affine_forward, affine_backward = layer.forward, layer.backward
