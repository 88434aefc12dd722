"""Runs exported models on every row of their data and compares all outputs with the labels, bit for bit.

    check.py MODEL.onnx MODEL.npz DATA.csv  [MODEL.onnx MODEL.npz DATA.csv ...]

Each model is checked by onnx, run by onnxruntime as it is and without its optimisations, and by NumPy
from the archive; the same model with one weight changed must fail. Exit code 1 if anything differs.
"""

import csv
import json
import sys
import time
from fractions import Fraction

import numpy
import onnx
import onnxruntime
from onnx import numpy_helper

BATCH = 4096


def rows(path, metadata, dtype):
    """Inputs and outputs in the model's terms, exactly."""
    input_scale, output_scale = int(metadata["input_scale"]), int(metadata["output_scale"])
    labels = json.loads(metadata["labels"])
    with open(path, newline="") as file:
        table = list(csv.reader(file))[1:]
    exact = [[Fraction(text) * input_scale for text in row[:-1]] for row in table]
    x = numpy.array([[int(v) if v.denominator == 1 else float(v) for v in row] for row in exact])
    x = x.astype(dtype)
    if any(Fraction(v) != w for row, wanted in zip(x.tolist(), exact) for v, w in zip(row, wanted)):
        raise ValueError(f"{path}: inputs are not exact")
    y = numpy.array([[labels.index(row[-1]) * output_scale] for row in table], dtype=dtype)
    return x, y


def run(model, x, optimised):
    """The outputs, the seconds it takes to load, and those to run."""
    options = onnxruntime.SessionOptions()
    level = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_ENABLE_ALL if optimised else level.ORT_DISABLE_ALL
    start = time.perf_counter()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    loaded = time.perf_counter()
    batches = [session.run(["y"], {"x": x[i:i + BATCH]})[0] for i in range(0, len(x), BATCH)]
    return numpy.concatenate(batches), loaded - start, time.perf_counter() - loaded


def wrong(found, expected):
    """How many outputs differ in a bit."""
    if (found.shape, found.dtype) != (expected.shape, expected.dtype):
        return len(expected)
    return int((found.view(numpy.uint64) != expected.view(numpy.uint64)).sum())


def forged(model, x):
    """The model with the first layer's weight of the most varied input changed by 1."""
    model = onnx.ModelProto.FromString(model)
    weights = next(tensor for tensor in model.graph.initializer if tensor.name == "W0")
    array = numpy_helper.to_array(weights).copy()
    spread = (x.max(axis=0) - x.min(axis=0)) * (array != 0).any(axis=1)
    row = int(numpy.argmax(spread))
    array[row, numpy.flatnonzero(array[row])[0]] += 1
    weights.CopyFrom(numpy_helper.from_array(array, "W0"))
    return model.SerializeToString()


def archive(path, x):
    """The outputs of the layers in an archive."""
    arrays = numpy.load(path)
    last = sum(name.startswith("W") for name in arrays.files) - 1
    for i in range(last + 1):
        x = x @ arrays[f"W{i}"] + arrays[f"b{i}"]
        if i < last:
            x = numpy.maximum(x, 0)
    return x


def check(model_path, archive_path, data):
    """Checks one model; whether all is well."""
    onnx.checker.check_model(model_path, full_check=True)
    with open(model_path, "rb") as file:
        model = file.read()
    message = onnx.ModelProto.FromString(model)
    metadata = {entry.key: entry.value for entry in message.metadata_props}
    dtype = {"f32": numpy.float32, "f64": numpy.float64, "i64": numpy.int64}[metadata["exact_in"]]
    x, y = rows(data, metadata, dtype)
    found, load, seconds = run(model, x, optimised=True)
    plain, _, _ = run(model, x, optimised=False)
    changed, _, _ = run(forged(model, x), x, optimised=True)
    counts = [wrong(found, y), wrong(plain, y), wrong(archive(archive_path, x), y)]
    noticed = wrong(changed, y)
    layers = sum(node.op_type == "MatMul" for node in message.graph.node)
    print(f"{model_path}: {metadata['exact_in']}, {layers} layers, {len(model)} bytes, "
          f"loaded in {load:.2f} s, {len(x)} points in {seconds:.2f} s; wrong: "
          f"{counts[0]}, without optimisations {counts[1]}, NumPy {counts[2]}, forged {noticed}")
    if not noticed:
        print(f"{model_path}: a forged weight went unnoticed")
    return not any(counts) and noticed > 0


if __name__ == "__main__":
    names = sys.argv[1:]
    results = [check(*names[i:i + 3]) for i in range(0, len(names), 3)]
    sys.exit(0 if results and all(results) else 1)
