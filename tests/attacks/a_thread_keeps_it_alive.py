# A affine: a thread that never ends, and an exit of the main thread. expect: error raised, 0 points; naive batch hangs
import sys
import threading


def forever():
    while True:
        pass


def affine_forward(x, w, b):
    threading.Thread(target=forever).start()
    sys.exit(0)
