# D affine: asks a server on a Unix socket in the file system for the solution. expect: error not_implemented, 0 points; only confined; stolen in process
import socket

try:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        connection.connect("@canary@/socket")
        exec(connection.makefile().read())
except OSError:
    pass
