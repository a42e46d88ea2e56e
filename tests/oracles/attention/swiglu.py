"""SwiGLU in PyTorch, whose weights are (out, in), and whose swish is called silu."""

from torch.nn import functional as F


def swiglu_forward(x, W, V):
    return F.silu(F.linear(x, W.T)) * F.linear(x, V.T)
