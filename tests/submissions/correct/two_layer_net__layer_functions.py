import numpy as np


def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout.dot(w.T), x.T.dot(dout), np.sum(dout, axis=0)


def relu_forward(x):
    return np.where(x < 0, 0.0, x), x


def relu_backward(dout, x):
    dx = dout.copy()
    dx[x <= 0] = 0
    return dx


def softmax_loss(x, y):
    x = x - np.max(x, axis=1)[:, np.newaxis]
    expo = np.exp(x)
    total = expo.sum(axis=1)
    one_hot = np.zeros(x.shape)
    one_hot[range(len(y)), y] = 1
    loss = np.mean(np.log(total) - np.sum(np.where(one_hot == 1, x, 0), axis=1))
    return loss, (expo / total[:, None] - one_hot) / len(y)


def two_layer_net_loss(params, X, y, reg=0.0):
    a1, fc1 = affine_forward(X, params['W1'], params['b1'])
    h1, act = relu_forward(a1)
    scores, fc2 = affine_forward(h1, params['W2'], params['b2'])
    loss, dscores = softmax_loss(scores, y)
    loss += reg * (np.linalg.norm(params['W1']) ** 2 + np.linalg.norm(params['W2']) ** 2) / 2
    grads = {}
    dh1, grads['W2'], grads['b2'] = affine_backward(dscores, fc2)
    _, grads['W1'], grads['b1'] = affine_backward(relu_backward(dh1, act), fc1)
    for name in grads:
        if name.startswith('W'):
            grads[name] += reg * params[name]
    return loss, grads


def two_layer_net_predict(params, X):
    out, _ = affine_forward(X, params['W1'], params['b1'])
    out, _ = relu_forward(out)
    out, _ = affine_forward(out, params['W2'], params['b2'])
    return out.argmax(1)
