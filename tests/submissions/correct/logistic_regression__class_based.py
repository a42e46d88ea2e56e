import numpy as np


class LogisticRegression:
    def __init__(self, lr=0.1, n_iters=1000):
        self.lr, self.n_iters = lr, n_iters
        self.coef_ = self.intercept_ = None

    @staticmethod
    def _sigmoid(z):
        out = np.empty(len(z))
        pos = z >= 0
        out[pos] = 1 / (1 + np.exp(-z[pos]))
        e = np.exp(z[~pos])
        out[~pos] = e / (1 + e)
        return out

    def _gradients(self, X, y):
        error = self._sigmoid(X @ self.coef_ + self.intercept_) - y
        return X.T @ error / len(y), float(np.mean(error))

    def fit(self, X, y):
        self.coef_, self.intercept_ = np.zeros(X.shape[1]), 0.0
        for _ in range(self.n_iters):
            dw, db = self._gradients(X, y)
            self.coef_ -= self.lr * dw
            self.intercept_ -= self.lr * db
        return self


def logistic_loss(X, y, w, b):
    model = LogisticRegression()
    model.coef_, model.intercept_ = w, b
    s = X @ w + b
    loss = np.mean(np.logaddexp(0, s) - y * s)
    dw, db = model._gradients(X, y)
    return loss, dw, db


def logistic_fit(X, y, lr, steps):
    model = LogisticRegression(lr, steps).fit(X, y)
    return model.coef_, model.intercept_


def logistic_predict(X, w, b):
    return np.where(X.dot(w) + b >= 0, 1, 0)
