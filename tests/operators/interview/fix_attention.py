"""The same as attention/attention."""

from tests.operators.attention.attention import attention_forward

__all__ = ["attention_forward"]
