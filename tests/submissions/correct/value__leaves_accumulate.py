import numpy as np


class Value:
    def __init__(self, data, parents=(), local=()):
        self.data, self.parents, self.local = data, parents, local
        self.grad = 0.0

    def __add__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data + o.data, (self, o), (1.0, 1.0))

    def __mul__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data * o.data, (self, o), (o.data, self.data))

    __radd__, __rmul__ = __add__, __mul__

    def __pow__(self, n):
        return Value(np.power(self.data, float(n)), (self,), (n * np.power(self.data, n - 1.0),))

    def relu(self):
        return self * (self.data >= 0)

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), ((1 - t) * (1 + t),))

    def exp(self):
        e = np.exp(self.data)
        return Value(e, (self,), (e,))

    def backward(self):
        users = {}
        todo, seen = [self], {id(self)}
        while todo:
            for p in todo.pop().parents:
                users[id(p)] = users.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        flow = {id(self): 1.0}
        ready = [self]
        while ready:
            v = ready.pop()
            g = flow.pop(id(v))
            v.grad += g
            for p, slope in zip(v.parents, v.local):
                flow[id(p)] = flow.get(id(p), 0.0) + slope * g
                users[id(p)] -= 1
                if users[id(p)] == 0:
                    ready.append(p)
