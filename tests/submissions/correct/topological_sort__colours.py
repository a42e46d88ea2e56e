def topological_sort(node, get_children):
    WHITE, GREY, BLACK = 0, 1, 2
    colour = {}
    result = []
    stack = [(node, iter(get_children(node)))]
    colour[node] = GREY
    while stack:
        current, children = stack[-1]
        for child in children:
            c = colour.get(child, WHITE)
            if c == GREY:
                raise Exception("cycle!")
            if c == WHITE:
                colour[child] = GREY
                stack.append((child, iter(get_children(child))))
                break
        else:
            stack.pop()
            colour[current] = BLACK
            result.append(current)
    return result
