"""Runs ONNX operators, one at a time, with the reference evaluator of the `onnx` package."""

import numpy as np
from onnx import checker, defs, helper
from onnx.reference import ReferenceEvaluator

TRAINING = "ai.onnx.preview.training"
called = []  # the operators that were run; emptied by whoever wants to know


def run(operator, *inputs, outputs=1, **attributes):
    """Return the operator's result, or a tuple of `outputs` results; an input that is None is left out.

    The arrays may be float64, where the operator knows it, but ONNX keeps float attributes in float32.
    """
    called.append(operator)
    given = {f"x{i}": np.asarray(value) for i, value in enumerate(inputs) if value is not None}
    places = [name if (name := f"x{i}") in given else "" for i in range(len(inputs))]
    names = [f"y{i}" for i in range(outputs)]
    domain = TRAINING if operator in ("Adagrad", "Adam", "Momentum") else ""
    node = helper.make_node(operator, places, names, domain=domain, **attributes)
    with np.errstate(all="ignore"):
        results = ReferenceEvaluator(_model(node, given, dict.fromkeys(names))).run(None, given)
    # A legal model, whose operator takes these types and shapes and gives those.
    checker.check_model(_model(node, given, dict(zip(names, results, strict=True))), full_check=True)
    return results[0] if outputs == 1 else tuple(results)


def underflows(scores, axis):
    """Whether a softmax has a 0, whose logarithm the evaluator's LogSoftmax and SoftmaxCrossEntropyLoss then take."""
    return np.ptp(scores, axis=axis).max() > 700


def _model(node, inputs, outputs):
    graph = helper.make_graph([node], node.op_type, _infos(inputs), _infos(outputs))
    opset = helper.make_opsetid(node.domain, 1 if node.domain else defs.onnx_opset_version())
    return helper.make_model(graph, opset_imports=[opset])


def _infos(arrays):
    return [
        helper.make_empty_tensor_value_info(name)
        if array is None
        else helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(array.dtype), array.shape)
        for name, array in arrays.items()
    ]
