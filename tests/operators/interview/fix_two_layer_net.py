"""The same as interview/two_layer_net."""

from tests.operators.interview.two_layer_net import two_layer_net_loss

__all__ = ["two_layer_net_loss"]
