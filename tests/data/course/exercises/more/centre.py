r"""Take the mean away, and remember it for later."""

from typing import Literal, NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class CentreParam(TypedDict):
    """Options of the layer."""

    mode: Literal["train", "test"]
    keep: float
    running: NotRequired[Float[np.ndarray, "D"]]


def centre_forward(x: Float[np.ndarray, "N D"], centre_param: CentreParam) -> Float[np.ndarray, "N D"]:
    r"""Take away the mean of each column; in test mode, the running one.

    In train mode `centre_param["running"]` becomes keep * running + (1 - keep) * mean.
    Returns out.
    """
    raise NotImplementedError("write centre_forward here")
