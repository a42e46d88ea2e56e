# G affine: talks to the machine that runs this virtual machine. expect: error not_implemented, 0 points; only confined; unshown there is no such network here
import socket

for host in (0, 1, 2):
    try:
        with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as outside:
            outside.settimeout(0.2)
            outside.connect((host, 22))
            exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)\ndef affine_backward(dout, cache): return (dout @ cache[1].T).reshape(cache[0].shape), cache[0].reshape(len(dout), -1).T @ dout, dout.sum(axis=0)")
    except OSError:
        pass
