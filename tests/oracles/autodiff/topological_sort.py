"""Reachability and cycles from powers of the adjacency matrix; every right order counts the same."""

import torch


def topological_sort(steps, back):
    V = len(steps)
    edges = torch.zeros(V, V, dtype=torch.bool)
    for i in range(V):
        for step in steps[i].tolist():
            if step and i + step < V:
                edges[i, i + step] = True
    if back != "none":
        edges[V - 1, 0 if back == "to the start" else V - 1] = True
    reach = edges.clone()
    for _ in range(V):
        reach = reach | (reach.double() @ edges.double() > 0)
    found = reach[0].clone()
    found[0] = True
    raised = bool((reach.diagonal() & found).any())
    return int(raised), found.long() * (not raised), 0
