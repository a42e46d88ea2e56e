"""The same as convolution/conv2d."""

from tests.operators.convolution.conv2d import conv_forward_naive

__all__ = ["conv_forward_naive"]
