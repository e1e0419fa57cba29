"""Power of a board while it runs networks, given how long each takes: forms, their fit and their choice.

Rows are the networks of one board and back end in MLPerf's open edge division: mean latency t and mean
wall power P; the energy of an inference is P t, so a relative error of P is one of the energy. A form
predicts P from what the network does (MACs, bytes moved, layers, precision) and from t, never from the
spread of the latencies.

constant      P = median
by_precision  P = median of the networks in the same precision
additive      E = P0 t + e_mac MACs + e_byte bytes + e_layer layers, coefficients >= 0, one set a precision: the
              form of a device file
loglinear     log P = ridge on the logarithms of MACs/s, bytes/s, layers/s and t, the precision, products
smooth        the same inputs, a Gaussian process with a squared-exponential kernel on log P

The form and its parameters are chosen by leaving one network (in all its precisions) out of the training
rows."""
import collections

import numpy as np
from scipy.optimize import nnls

import features
import mlperf_networks

Row = collections.namedtuple("Row", "network family precision macs moved layers seconds watts")
BYTES = {"fp32": 4, "int8": 1}
RIDGES = (0.03, 0.3, 3.0)
LENGTHS, NOISES = (0.5, 1.0, 2.0), (0.01, 0.03, 0.1)
FEWEST = 10  # rows of a board that is looked at


def boards(rows):
    """{system: [Row]} of the systems whose power was measured."""
    found = collections.defaultdict(list)
    for row in rows:
        if not row["avg_power_W"] or row["valid"] != "VALID":
            continue
        family, precision, net = mlperf_networks.network(row["model"])
        vector = dict(zip(features.COLUMNS, net.vector()))
        macs = sum(vector[one] for one in features.COLUMNS[:5])
        moved = BYTES[precision] * (vector["activations"] + net.weights)
        found[row["system"]].append(Row(mlperf_networks.identity(row["model"]), family, precision, macs,
                                        moved, vector["layers"], float(row["mean_ms"]) * 1e-3,
                                        float(row["avg_power_W"])))
    return {system: rows for system, rows in found.items() if len(rows) >= FEWEST}


def watts(rows):
    return np.array([row.watts for row in rows])


def inputs(rows):
    """Logarithms of rates and time, precision, products of the two."""
    rates = np.array([[np.log(row.macs / row.seconds), np.log(row.moved / row.seconds),
                       np.log(row.layers / row.seconds), np.log(row.seconds)] for row in rows])
    coarse = np.array([[float(row.precision == "int8")] for row in rows])
    return rates, coarse


def standard(train, test):
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread[spread < 1e-9] = 1.0
    return (train - mean) / spread, (test - mean) / spread


class Constant:
    name = "constant"

    def predict(self, train, test):
        return np.full(len(test), np.median(watts(train)))


class ByPrecision:
    name = "by_precision"

    def predict(self, train, test):
        median = {one: np.median([row.watts for row in train if row.precision == one] or watts(train))
                  for one in BYTES}
        return np.array([median[row.precision] for row in test])


class Additive:
    name = "additive"

    @staticmethod
    def work(rows):
        return np.array([[row.seconds, row.macs, row.moved, row.layers] for row in rows])

    @classmethod
    def coefficients(cls, rows):
        """(W, J per MAC, J per byte, J per layer), least squares on relative errors of the energy."""
        work = cls.work(rows)
        scale = work.max(axis=0)
        energy = watts(rows) * work[:, 0]
        return nnls(work / scale / energy[:, None], np.ones(len(rows)))[0] / scale

    def predict(self, train, test):
        result = np.empty(len(test))
        for precision in BYTES:
            known = [row for row in train if row.precision == precision] or train
            asked = [i for i, row in enumerate(test) if row.precision == precision]
            if asked:
                work = self.work([test[i] for i in asked])
                result[asked] = work @ self.coefficients(known) / work[:, 0]
        return result


class Loglinear:
    name = "loglinear"

    def __init__(self, ridge):
        self.ridge = ridge

    @staticmethod
    def terms(rows):
        rates, coarse = inputs(rows)
        return np.hstack([rates, coarse, coarse * rates])

    def predict(self, train, test):
        known, asked = standard(self.terms(train), self.terms(test))
        target = np.log(watts(train))
        matrix = known.T @ known + self.ridge * np.eye(known.shape[1])
        slope = np.linalg.solve(matrix, known.T @ (target - target.mean()))
        return np.exp(target.mean() + asked @ slope)


class Smooth:
    name = "smooth"

    def __init__(self, length, noise):
        self.length, self.noise = length, noise

    def kernel(self, left, right):
        distance = ((left[:, None] - right[None]) ** 2).mean(axis=-1)
        return np.exp(-distance / (2 * self.length ** 2))

    def predict(self, train, test):
        known, asked = standard(np.hstack(inputs(train)), np.hstack(inputs(test)))
        target = np.log(watts(train))
        matrix = self.kernel(known, known) + self.noise * np.eye(len(train))
        return np.exp(target.mean()
                      + self.kernel(asked, known) @ np.linalg.solve(matrix, target - target.mean()))


CANDIDATES = ([Constant(), ByPrecision(), Additive()] + [Loglinear(ridge) for ridge in RIDGES]
              + [Smooth(length, noise) for length in LENGTHS for noise in NOISES])


def split(rows, group, key):
    return ([row for row in rows if getattr(row, key) != group],
            [row for row in rows if getattr(row, key) == group])


def held_out(form, rows, key="network"):
    """Relative errors of the rows, each predicted without its group."""
    errors = {}
    for group in sorted({getattr(row, key) for row in rows}):
        train, test = split(rows, group, key)
        for row, value in zip(test, form.predict(train, test)):
            errors[row] = value / row.watts - 1
    return np.array([errors[row] for row in rows])


def folds(rows, count, key):
    """Groups dealt into `count` folds in turn: [(train, test)]."""
    groups = sorted({getattr(row, key) for row in rows})
    for fold in range(min(count, len(groups))):
        chosen = set(groups[fold::count])
        yield ([row for row in rows if getattr(row, key) not in chosen],
               [row for row in rows if getattr(row, key) in chosen])


def chosen(rows, candidates, key, count=8):
    """The candidate with the least error over inner folds of the training rows."""
    def loss(form):
        return np.concatenate([np.abs(form.predict(train, test) / watts(test) - 1)
                               for train, test in folds(rows, count, key)]).mean()
    return min(candidates, key=loss)


def nested(rows, candidates=None, key="network"):
    """(relative errors, names of the forms chosen), the form chosen without the group left out."""
    errors, names = {}, collections.Counter()
    for group in sorted({getattr(row, key) for row in rows}):
        train, test = split(rows, group, key)
        form = chosen(train, candidates or CANDIDATES, key)
        names[form.name] += 1
        for row, value in zip(test, form.predict(train, test)):
            errors[row] = value / row.watts - 1
    return np.array([errors[row] for row in rows]), names
