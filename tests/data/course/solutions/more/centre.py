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
    running = centre_param.get("running", np.zeros(x.shape[1]))
    if centre_param["mode"] == "test":
        out = x - running
        return out
    mean = x.mean(axis=0)
    keep = centre_param["keep"]
    centre_param["running"] = keep * running + (1 - keep) * mean
    out = x - mean
    return out
