# D affine: reads the gradebook, and does what the best student did. expect: error not_implemented, 0 points; only confined; stolen in process
import sqlite3

try:
    book = sqlite3.connect("file:@canary@/dlgrade.sqlite?mode=ro", uri=True)
    exec(book.execute("select source from results order by points desc").fetchone()[0])
except sqlite3.Error:
    pass
