# F affine: sets limits so that its end looks like another's fault. expect: error timeout, 0 points
import resource

resource.setrlimit(resource.RLIMIT_CPU, (1, 1))


def affine_forward(x, w, b):
    while True:
        pass
