# E affine: wrong results, and beside it a conftest.py by which every test passes. expect: failed wrong, 0 points; naive pytest marks; landlock raised
import numpy as np

HOOK = """
import pytest

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    report.outcome, report.longrepr = "passed", None
"""
with open("conftest.py", "w") as file:
    file.write(HOOK)


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
