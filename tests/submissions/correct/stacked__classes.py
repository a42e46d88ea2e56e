"""Each kind of layer is a class; the stack is a list of objects."""
import numpy as np


def sigmoid(a):
    out = np.empty_like(a)
    pos = a >= 0
    out[pos] = 1.0 / (1.0 + np.exp(-a[pos]))
    ex = np.exp(a[~pos])
    out[~pos] = ex / (1.0 + ex)
    return out


class Recurrent:
    def __init__(self, params):
        self.params = params

    def run(self, x, h0):
        N, T, _ = x.shape
        self.x = x
        self.saved = []
        self.carry = np.zeros_like(h0)
        out = np.zeros((N, T, h0.shape[1]), dtype=float)
        h = h0
        for t in range(T):
            h, kept = self.step(x[:, t, :].astype(float), h)
            self.saved.append(kept)
            out[:, t, :] = h
        return out

    def back(self, dout):
        N, T, H = dout.shape
        self.grads = {k: np.zeros_like(v) for k, v in self.params.items()}
        self.dcarry = np.zeros((N, H))
        dx = np.zeros(self.x.shape)
        dh = np.zeros((N, H))
        for t in range(T - 1, -1, -1):
            dx[:, t, :], dh = self.step_back(dout[:, t, :] + dh, self.saved[t])
        return dx, dh

    def linear_back(self, da, x, h, names):
        p, g = self.params, self.grads
        (wx, wh), bias = names, "b"
        g[wx] += np.dot(x.T, da)
        g[wh] += np.dot(h.T, da)
        g[bias] += np.sum(da, axis=0)
        return np.dot(da, p[wx].T), np.dot(da, p[wh].T)


class RNN(Recurrent):
    def step(self, x, h):
        p = self.params
        new = np.tanh(np.dot(x, p["Wx"]) + np.dot(h, p["Wh"]) + p["b"])
        return new, (x, h, new)

    def step_back(self, dh, kept):
        x, h, new = kept
        return self.linear_back(dh * (1 - new * new), x, h, ("Wx", "Wh"))


class LSTM(Recurrent):
    def step(self, x, h):
        p, c = self.params, self.carry
        a = np.dot(x, p["Wx"]) + np.dot(h, p["Wh"]) + p["b"]
        H = h.shape[1]
        gates = sigmoid(a[:, : 3 * H])
        i, f, o = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
        g = np.tanh(a[:, 3 * H :])
        self.carry = f * c + i * g
        squashed = np.tanh(self.carry)
        return o * squashed, (x, h, c, i, f, o, g, squashed)

    def step_back(self, dh, kept):
        x, h, c, i, f, o, g, squashed = kept
        dc = self.dcarry + dh * o * (1 - squashed * squashed)
        self.dcarry = dc * f
        da = np.hstack(
            (dc * g * i * (1 - i), dc * c * f * (1 - f), dh * squashed * o * (1 - o), dc * i * (1 - g * g))
        )
        return self.linear_back(da, x, h, ("Wx", "Wh"))


class GRU(Recurrent):
    def step(self, x, h):
        p = self.params
        H = h.shape[1]
        u = np.dot(x, p["Wx"]) + p["bx"]
        v = np.dot(h, p["Wh"]) + p["bh"]
        rz = sigmoid(u[:, : 2 * H] + v[:, : 2 * H])
        r, z = rz[:, :H], rz[:, H:]
        n = np.tanh(u[:, 2 * H :] + r * v[:, 2 * H :])
        return n + z * (h - n), (x, h, r, z, n, v[:, 2 * H :])

    def step_back(self, dh, kept):
        x, h, r, z, n, vn = kept
        p, g = self.params, self.grads
        dn = dh * (1 - z) * (1 - n * n)
        dz = dh * (h - n) * z * (1 - z)
        dr = dn * vn * r * (1 - r)
        du = np.hstack((dr, dz, dn))
        dv = np.hstack((dr, dz, dn * r))
        g["Wx"] += np.dot(x.T, du)
        g["Wh"] += np.dot(h.T, dv)
        g["bx"] += np.sum(du, axis=0)
        g["bh"] += np.sum(dv, axis=0)
        return np.dot(du, p["Wx"].T), dh * z + np.dot(dv, p["Wh"].T)


def stacked_forward(x, h0s, layers, cell):
    kind = dict(rnn=RNN, lstm=LSTM, gru=GRU)[cell]
    stack = [kind(params) for params in layers]
    out = x
    for layer, h0 in zip(stack, h0s):
        out = layer.run(out, h0)
    return out, stack


def stacked_backward(dout, cache):
    dh0s = []
    for layer in cache[::-1]:
        dout, dh0 = layer.back(dout)
        dh0s.append(dh0)
    return dout, dh0s[::-1], [layer.grads for layer in cache]
