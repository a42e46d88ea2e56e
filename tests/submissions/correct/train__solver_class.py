import copy

import numpy as np


class Solver:
    def __init__(self, params, loss_fn, data, update_rule, optim_config, lr_decay, rng):
        self.params = copy.deepcopy(params)
        self.loss_fn = loss_fn
        self.data = data
        self.update_rule = update_rule
        self.lr_decay = lr_decay
        self.rng = rng
        self.optim_configs = {}
        for p in self.params:
            self.optim_configs[p] = {k: v for k, v in optim_config.items()}
        self.best_val_loss = float('inf')
        self.best_params = {}
        self.loss_history, self.train_history, self.val_history = [], [], []

    def _step(self, X_batch, y_batch):
        loss, grads = self.loss_fn(self.params, X_batch, y_batch)
        self.loss_history.append(loss)
        for p, w in self.params.items():
            next_w, next_config = self.update_rule(w, grads[p], self.optim_configs[p])
            self.params[p] = next_w
            self.optim_configs[p] = next_config
        return loss

    def run(self, num_epochs, batch_size):
        n = self.data['X_train'].shape[0]
        per_epoch = -(-n // batch_size)
        for t in range(num_epochs * per_epoch):
            if t % per_epoch == 0:
                idx = self.rng.choice(n, n, replace=False)
                losses, sizes = [], []
            k = t % per_epoch
            mask = idx[k * batch_size:(k + 1) * batch_size]
            losses.append(self._step(self.data['X_train'][mask], self.data['y_train'][mask]))
            sizes.append(len(mask))
            if (t + 1) % per_epoch == 0:
                self.train_history.append(np.average(losses, weights=sizes))
                val = self.loss_fn(self.params, self.data['X_val'], self.data['y_val'])[0]
                self.val_history.append(val)
                if val < self.best_val_loss:
                    self.best_val_loss = val
                    self.best_params = {k: v.copy() for k, v in self.params.items()}
                for k in self.optim_configs:
                    self.optim_configs[k]['learning_rate'] *= self.lr_decay


def train(params, loss_fn, data, optimizer, epochs, batch_size, rng, optim_config, lr_decay=1.0):
    solver = Solver(params, loss_fn, data, optimizer, optim_config, lr_decay, rng)
    solver.run(epochs, batch_size)
    return solver.best_params, {
        'step_loss': solver.loss_history,
        'train_loss': solver.train_history,
        'val_loss': solver.val_history,
    }
