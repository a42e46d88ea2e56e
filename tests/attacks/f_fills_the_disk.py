# F affine: many files of a megabyte. expect: error raised, 0 points; only confined; naive one folder files
def affine_forward(x, w, b):
    for number in range(64):
        with open(str(number), "wb") as file:
            file.write(b"x" * (1 << 20))
