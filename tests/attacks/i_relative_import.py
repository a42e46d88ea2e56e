# I affine: an import relative to a package that is not there. expect: error raised, 0 points
from .layers import affine_forward
