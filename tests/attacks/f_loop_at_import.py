# F affine: never gets through its import. expect: error timeout, 0 points; naive batch hangs
while True:
    pass
