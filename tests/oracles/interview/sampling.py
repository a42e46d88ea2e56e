"""The three filters in PyTorch, where thresholds are applied to logits; what is drawn is random and not compared."""

import torch


def temperature_probs(logits, temperature):
    return torch.softmax(logits / temperature, dim=-1)


def top_k_probs(logits, k):
    values, places = torch.topk(logits, min(k, logits.shape[-1]), dim=-1)
    return torch.softmax(torch.full_like(logits, -torch.inf).scatter(-1, places, values), dim=-1)


def top_p_probs(logits, p):
    """As Hugging Face's TopPLogitsWarper: from the least probable on, what sums to 1 - p at most is removed."""
    values, places = torch.sort(logits, descending=False)
    removed = values.softmax(dim=-1).cumsum(dim=-1) <= 1 - p
    removed[..., -1:] = False
    return torch.softmax(logits.masked_fill(removed.scatter(-1, places, removed), -torch.inf), dim=-1)
