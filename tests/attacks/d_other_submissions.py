# D affine: reads what others left in their scratch folders. expect: error not_implemented, 0 points; only confined; stolen in process
import glob
import os

for path in glob.glob("@scratch@/dlgrade-*/secret.py") + glob.glob(os.path.join(os.environ["HOME"], "../*/secret.py")):
    exec(open(path).read())
