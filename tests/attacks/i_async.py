# I affine: an async function. expect: failed contract, 0 points
async def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
