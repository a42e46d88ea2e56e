"""The same as recurrent/lstm."""

from tests.operators.recurrent.lstm import lstm_forward

__all__ = ["lstm_forward"]
