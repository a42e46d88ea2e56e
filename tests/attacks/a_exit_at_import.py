# A affine: ends the process at import with exit code 0. expect: error forbidden, 0 points; naive exit code marks
import os

os._exit(0)
