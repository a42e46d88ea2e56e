# F affine: tries to lift its limits and takes memory. expect: error memory, 0 points; only confined; unshown it would take all memory of this machine
import resource

import numpy as np

for name in dir(resource):
    if name.startswith("RLIMIT_"):
        try:
            resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        except (OSError, ValueError):
            pass


def affine_forward(x, w, b):
    return [np.empty(1 << 27) for _ in range(100)]
