import numpy as np


def gradient_norms_through_time(Wx, Wh, b, x, h0, dout_T):
    """One example at a time, with the Jacobian of each step written out."""
    N, T, _ = x.shape
    H = Wh.shape[0]
    squares = np.zeros(T)
    for n in range(N):
        h = h0[n]
        jacobians = []
        for t in range(T):
            h = np.tanh(Wx.T @ x[n, t] + Wh.T @ h + b)
            jacobians.append(np.diag(1 - h**2) @ Wh.T)  # d h_t / d h_{t-1}
        total = np.eye(H)
        for t in range(T - 1, -1, -1):
            g = total.T @ dout_T[n]
            squares[t] += g @ g
            total = total @ jacobians[t]
    return np.sqrt(squares)
