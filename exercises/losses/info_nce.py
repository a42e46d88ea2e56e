r"""InfoNCE: of all rows of b, each row of a should be most like the one with its own number."""

import numpy as np
from jaxtyping import Float


def info_nce_loss(
    a: Float[np.ndarray, "N D"], b: Float[np.ndarray, "N D"], tau: float
) -> tuple[float, Float[np.ndarray, "N D"], Float[np.ndarray, "N D"]]:
    r"""Mean cross-entropy of finding the partner of each row of a among all rows of b.

    $\mathrm{scores} = a\, b^T / \tau$, and $\mathrm{logp}$ is the logarithm of its softmax over each
    row. $\mathrm{loss} = -\frac{1}{N} \sum_n \mathrm{logp}_{nn}$, because row n of b belongs to row
    n of a. The rows are taken as they are, whatever their length.
    Returns loss, da and db.
    """
    raise NotImplementedError("write info_nce_loss here")
