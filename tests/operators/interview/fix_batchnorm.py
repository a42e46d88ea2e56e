"""The same as normalisation/batchnorm."""

from tests.operators.normalisation.batchnorm import TOLERANCE, batchnorm_forward

__all__ = ["TOLERANCE", "batchnorm_forward"]
