# F affine: lowers its limit of CPU time, so that another signal ends it. expect: error timeout, 0 points; only process; naive batch hangs
import resource

resource.setrlimit(resource.RLIMIT_CPU, (1, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def affine_forward(x, w, b):
    while True:
        pass
