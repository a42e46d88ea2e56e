# D affine: names, the metadata service of a cloud, sockets of virtual machines. expect: error not_implemented, 0 points; only confined; unshown there is no such network here
import socket

for family, address in [
    (socket.AF_INET, ("169.254.169.254", 80)),
    (socket.AF_INET, ("192.0.2.1", 53)),
    (socket.AF_INET6, ("2001:db8::1", 53)),
    (getattr(socket, "AF_VSOCK", socket.AF_INET), (2, 22)),
]:
    try:
        with socket.socket(family, socket.SOCK_DGRAM if address[1] == 53 else socket.SOCK_STREAM) as outside:
            outside.settimeout(0.2)
            outside.connect(address)
            exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)")
    except OSError:
        pass
