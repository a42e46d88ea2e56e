"""The CTC loss in PyTorch, which takes log-probabilities with time first."""

from torch.nn import functional as F


def ctc_loss(x, targets, input_lengths, target_lengths, blank):
    logp = F.log_softmax(x, dim=-1).transpose(0, 1)
    return F.ctc_loss(logp, targets, input_lengths, target_lengths, blank, reduction="sum") / len(x)
