# G affine: links a file of others into its own folder, and reads it there. expect: error not_implemented, 0 points; only confined; stolen in process
import os

for link in (os.link, os.symlink):
    try:
        link("@canary@/secret.py", link.__name__)
        exec(open(link.__name__).read())
    except OSError:
        pass
