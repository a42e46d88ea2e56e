# G affine: asks for names of other machines. expect: error not_implemented, 0 points; only confined; unshown there is no such network here
import socket

socket.setdefaulttimeout(0.2)
for name in ("example.org", "metadata.google.internal", "host.docker.internal"):
    try:
        socket.getaddrinfo(name, 80)
        exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)\ndef affine_backward(dout, cache): return (dout @ cache[1].T).reshape(cache[0].shape), cache[0].reshape(len(dout), -1).T @ dout, dout.sum(axis=0)")
    except OSError:
        pass
