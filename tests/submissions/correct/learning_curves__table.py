import numpy as np


def diagnose(train_losses, val_losses):
    train_losses, val_losses = np.array([train_losses, val_losses]) / train_losses[0]
    train = train_losses[len(train_losses) - 3 if len(train_losses) > 3 else 0 :].mean()
    val = np.average(val_losses[max(0, len(val_losses) - 3) :])
    too_high = train > 0.5
    apart = max((val - train) / 0.25, (val - val_losses.min()) / 0.1) > 1
    return {(0, 0): "good fit", (0, 1): "overfitting"}.get((int(too_high), int(apart)), "underfitting")
