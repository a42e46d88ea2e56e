def early_stopping(val_losses, patience, min_delta=0):
    best = float("inf")
    best_epoch = 0
    wait = 0
    for epoch in range(len(val_losses)):
        current = val_losses[epoch]
        if best - current > min_delta:
            best = current
            best_epoch = epoch
            wait = 0
            continue
        wait += 1
        if wait >= patience:
            return best_epoch
    return best_epoch
