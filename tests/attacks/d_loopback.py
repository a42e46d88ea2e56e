# D affine: asks a server on the loopback interface for the solution. expect: error not_implemented, 0 points; only confined; stolen in process
import socket

try:
    with socket.create_connection(("127.0.0.1", int("@port@")), timeout=1) as connection:
        exec(connection.makefile().read())
except OSError:
    pass
