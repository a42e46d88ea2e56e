"""torch.nn.utils.clip_grad_norm_, which adds 1e-6 to the norm that it divides by; taken out again."""

import torch


def clip_grad_norm(dW1, db1, dW2, max_norm):
    parameters = [torch.nn.Parameter(torch.zeros_like(grad)) for grad in (dW1, db1, dW2)]
    for parameter, grad in zip(parameters, (dW1, db1, dW2), strict=True):
        parameter.grad = grad.detach().clone()
    norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    ours = max_norm / max(norm, max_norm)
    theirs = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
    return *(parameter.grad * ours / theirs for parameter in parameters), norm
