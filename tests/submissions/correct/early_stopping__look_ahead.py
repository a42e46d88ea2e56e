import numpy as np


def early_stopping(val_losses, patience, min_delta=0.0):
    kept = 0
    while True:
        ahead = np.flatnonzero(val_losses[kept + 1 : kept + 1 + patience] < val_losses[kept] - min_delta)
        if len(ahead) == 0:
            return kept
        kept += 1 + ahead[0]
