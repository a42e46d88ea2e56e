# F affine: a file larger than a file may be. expect: error raised, 0 points; naive one folder files
def affine_forward(x, w, b):
    with open("large", "wb") as file:
        for _ in range(64):
            file.write(b"x" * (1 << 20))
