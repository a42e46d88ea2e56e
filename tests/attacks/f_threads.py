# F affine: threads until there are no more. expect: error raised, 0 points; naive batch memory
import threading
import time


def affine_forward(x, w, b):
    for _ in range(20_000):
        threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
