# G affine: asks the metadata service of a cloud. expect: error not_implemented, 0 points; only confined; unshown there is no such network here
import socket

for address in (("169.254.169.254", 80), ("169.254.170.2", 80), ("fd00:ec2::254", 80)):
    try:
        with socket.create_connection(address, timeout=0.2):
            exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)\ndef affine_backward(dout, cache): return (dout @ cache[1].T).reshape(cache[0].shape), cache[0].reshape(len(dout), -1).T @ dout, dout.sum(axis=0)")
    except OSError:
        pass
