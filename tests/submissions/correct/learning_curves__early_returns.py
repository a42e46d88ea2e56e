import numpy as np


def diagnose(train_losses, val_losses):
    k = min(3, len(train_losses))
    end_train = sum(train_losses[-k:]) / k
    end_val = sum(val_losses[-k:]) / k
    start = train_losses[0]
    if end_train / start > 0.5:
        return "underfitting"
    if (end_val - end_train) / start > 0.25:
        return "overfitting"
    if (end_val - min(val_losses)) / start > 0.1:
        return "overfitting"
    return "good fit"
