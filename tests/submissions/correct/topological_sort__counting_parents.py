def topological_sort(node, get_children):
    children = {}
    todo = [node]
    while todo:
        n = todo.pop()
        if n not in children:
            children[n] = set(get_children(n))
            todo.extend(children[n])

    waiting = {n: 0 for n in children}
    for kids in children.values():
        for k in kids:
            waiting[k] += 1

    order = []
    ready = [n for n, count in waiting.items() if count == 0]
    while ready:
        n = ready.pop()
        order.append(n)
        for k in children[n]:
            waiting[k] -= 1
            if waiting[k] == 0:
                ready.append(k)
    if len(order) != len(children):
        raise ValueError("cycle")
    return order[::-1]
