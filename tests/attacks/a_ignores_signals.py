# A affine: ignores and blocks every signal that can be, switches alarms off, and never ends. expect: error timeout, 0 points; naive batch hangs
import ctypes
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
signal.alarm(0)
signal.setitimer(signal.ITIMER_REAL, 0)


def affine_forward(x, w, b):
    ctypes.CDLL(None).alarm(0)
    while True:
        pass
