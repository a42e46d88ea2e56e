# D affine: looks for a secret in its environment. expect: error not_implemented, 0 points; naive batch marks
import os

exec(os.environ.get("DLGRADE_TEST_SECRET", ""))
