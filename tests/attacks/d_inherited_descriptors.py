# D affine: reads every descriptor that it was given. expect: error not_implemented, 0 points; naive batch marks
import os
import stat

for descriptor in range(256):
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            exec(os.pread(descriptor, 1 << 20, 0))
    except OSError:
        pass
