import numpy as np


def batches(X, y, size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    for chunk in np.split(order, range(size, len(X), size)):
        yield X[chunk], y[chunk]


def train(params, loss_fn, data, optimizer, epochs, batch_size, rng, optim_config, lr_decay=1):
    weights = {k: np.array(v) for k, v in params.items()}
    state = {k: None for k in weights}
    rate = optim_config["learning_rate"]
    steps, means, vals, snapshots = [], np.zeros(epochs), np.zeros(epochs), []
    for epoch in range(epochs):
        for Xb, yb in batches(data["X_train"], data["y_train"], batch_size, rng):
            loss, grads = loss_fn(weights, Xb, yb)
            steps.append(float(loss))
            means[epoch] += float(loss) * len(yb) / len(data["y_train"])
            stepped = {}
            for k, dw in grads.items():
                config = dict(state[k] or optim_config, learning_rate=rate)
                stepped[k], state[k] = optimizer(weights[k], dw, config)
            weights = stepped
        vals[epoch] = loss_fn(weights, data["X_val"], data["y_val"])[0]
        loss_fn(weights, data["X_train"], data["y_train"])  # looked at, not kept
        snapshots.append({k: v.copy() for k, v in weights.items()})
        rate *= lr_decay
    best = int(np.nanargmin(vals))
    return snapshots[best], {"step_loss": np.array(steps), "train_loss": means, "val_loss": vals, "best_epoch": best}
