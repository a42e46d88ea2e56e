import numpy as np


def compute_distances_no_loops(X, X_train):
    num_test = X.shape[0]
    num_train = X_train.shape[0]
    dists = np.zeros((num_test, num_train))
    test_sum = np.sum(np.square(X), axis=1, keepdims=True)
    train_sum = np.sum(np.square(X_train), axis=1)
    inner = np.dot(X, X_train.T)
    dists = np.sqrt(np.maximum(test_sum - 2 * inner + train_sum, 0.0))
    return dists


def predict_labels(dists, y_train, k=1):
    num_test = dists.shape[0]
    y_pred = np.zeros(num_test, dtype=int)
    for i in range(num_test):
        closest_y = y_train[np.argsort(dists[i], kind="mergesort")[:k]]
        y_pred[i] = np.argmax(np.bincount(closest_y))
    return y_pred
