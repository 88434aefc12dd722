"""Evaluates a network file at the points of a dataset exactly, in Python, layer by layer.

    python peer.py gmpy2|flint NETWORK.safetensors DATA.csv POINTS

What a careful user would write: a column per neuron, one long integer for each point, over a power of
two per column, so that no fraction arithmetic is needed; rows are sums of columns; ReLU by comparison.
All weights and coordinates must be dyadic. Prints JSON with the points, the nanoseconds that the
evaluation took and how many outputs equal the label.
"""

import csv
import io
import json
import struct
import sys
import time
from fractions import Fraction

library, network_file, data_file, wanted = sys.argv[1:]
if library == "gmpy2":
    from gmpy2 import mpz as integer
else:
    from flint import fmpz as integer


def read(path):
    """The maps as rows of ([(column, mantissa, exponent)], (mantissa, exponent)), and the labels."""
    file = open(path, "rb").read()
    start = 8 + int.from_bytes(file[:8], "little")
    header = json.loads(file[8:start])

    def tensor(name, code="<I"):
        first, last = header[name]["data_offsets"]
        return (value for (value,) in struct.iter_unpack(code, file[start + first : start + last]))

    limbs = io.BytesIO(b"".join(tensor("number.limbs", "8s")))
    numbers = []
    parts = (tensor("number." + part, "<i") for part in ("exponent", "length", "denominator"))
    for exponent, length, denominator in zip(*parts):
        mantissa = int.from_bytes(limbs.read(8 * abs(length)), "little")
        below = int.from_bytes(limbs.read(8 * denominator), "little") or 1
        assert below & (below - 1) == 0, "not dyadic"
        exponent -= below.bit_length() - 1
        numbers.append((integer(-mantissa if length < 0 else mantissa), exponent))
    edges, columns, weights, biases = map(tensor, ("edges", "columns", "weights", "biases"))

    def row():
        count = next(edges)
        terms = [(next(columns), *numbers[next(weights)]) for _ in range(count)]
        return terms, numbers[next(biases)]

    maps = [[row() for _ in range(rows)] for rows in tensor("rows")]
    notes = json.loads(header["__metadata__"]["memorelu"])["notes"]
    return maps, notes["labels"]


def points(path, most):
    """Columns of integers over 2^scale, one column per feature, and the labels."""
    rows = list(csv.reader(open(path)))[1:]
    rows = rows[:: max(1, len(rows) // most)][:most]
    columns = []
    for column in range(len(rows[0]) - 1):
        values = [Fraction(row[column]) for row in rows]
        denominator = max(value.denominator for value in values)
        assert denominator & (denominator - 1) == 0, "not dyadic"
        scaled = [integer(int(value * denominator)) for value in values]
        columns.append((denominator.bit_length() - 1, scaled))
    return columns, [row[-1] for row in rows]


def evaluate(maps, columns, count):
    zero = integer(0)
    for place, rows in enumerate(maps):
        fresh = []
        for terms, (bias, exponent) in rows:
            # value = integer / 2^scale
            scale = max([columns[c][0] - e for c, _, e in terms] + [-exponent, 0])
            total = [bias << (scale + exponent)] * count
            for column, mantissa, e in terms:
                below, values = columns[column]
                factor = mantissa << (scale - below + e)
                if factor == 1:
                    total = [a + b for a, b in zip(total, values)]
                elif factor == -1:
                    total = [a - b for a, b in zip(total, values)]
                else:
                    total = [a + factor * b for a, b in zip(total, values)]
            if place + 1 < len(maps):
                total = [a if a > 0 else zero for a in total]
            fresh.append((scale, total))
        columns = fresh
    scale, values = columns[0]
    return [Fraction(int(value), 1 << scale) for value in values]


maps, names = read(network_file)
columns, labels = points(data_file, int(wanted))
begin = time.perf_counter_ns()
outputs = evaluate(maps, columns, len(labels))
elapsed = time.perf_counter_ns() - begin
right = sum(names[int(output)] == label for output, label in zip(outputs, labels))
print(json.dumps({"points": len(labels), "right": right, "nanoseconds": elapsed}))
