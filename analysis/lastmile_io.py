"""Reads a result file: load(path) gives its tables and attributes.

    run = load("six_levels.h5")
    run.tables["requests"]["latency_s"]   # a pandas DataFrame, without pandas a dict of arrays
    run.attributes["commit"], run.units["requests"]["latency_s"]

    trace = load_trace("answers.h5")      # of `lastmile evaluate --trace`
    net = trace.networks["lenet"]         # arrays [sample][exit]: net.confidence, net.correct, ...

xarray.open_dataset(path, group="requests", engine="h5netcdf") reads the same without this file.
"""
from dataclasses import dataclass, field

import h5py
import numpy as np

try:
    import pandas
except ImportError:
    pandas = None


class ResultError(Exception):
    """The file is missing, damaged, or not a result; the text says which."""


@dataclass
class Result:
    path: str
    attributes: dict
    provenance: dict
    tables: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)
    descriptions: dict = field(default_factory=dict)

    @property
    def complete(self):
        return int(self.attributes.get("complete", 0)) == 1


def _plain(value):
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.tolist()]
    return value.item() if isinstance(value, np.generic) else value


def _attributes(item):
    return {name: _plain(value) for name, value in item.attrs.items()}


def _column(dataset):
    if h5py.check_string_dtype(dataset.dtype) is None:
        return dataset[()]
    return np.array([text.decode("utf-8", "replace") for text in dataset[()]], dtype=object)


def _table(group):
    columns = {name: _column(group[name]) for name in group if name != "row"}
    return pandas.DataFrame(columns) if pandas else columns


def _read(path, file):
    if "schema_version" not in file.attrs:
        raise ResultError(f"cannot read {path}: an HDF5 file, but not a result of this program")
    provenance = _attributes(file["provenance"]) if "provenance" in file else {}
    result = Result(str(path), _attributes(file), provenance)
    for name in file:
        group = file[name]
        if "row" not in group:  # no table
            continue
        result.tables[name] = _table(group)
        result.units[name] = {key: _plain(group[key].attrs.get("unit", "")) for key in group}
        result.descriptions[name] = {key: _plain(group[key].attrs.get("description", ""))
                                     for key in group}
    return result


def load(path):
    """The whole file in memory. Raises ResultError."""
    try:
        with h5py.File(path, "r", locking=False) as file:
            return _read(path, file)
    except FileNotFoundError as error:
        raise ResultError(f"cannot read {path}: no such file") from error
    except (OSError, RuntimeError, KeyError, AttributeError, ValueError, TypeError) as error:
        raise ResultError(f"cannot read {path}: {error}") from error


@dataclass
class TracedNetwork:
    """One network's answers; every array is [sample][exit], features [sample][element] or None."""
    about: dict
    predicted: np.ndarray
    confidence: np.ndarray
    entropy: np.ndarray
    loss: np.ndarray
    rank: np.ndarray
    correct: np.ndarray
    features: np.ndarray = None

    def accuracy(self, threshold=None):
        """Of the first exit that is sure enough; without a threshold of the last."""
        last = self.correct.shape[1] - 1
        taken = np.full(len(self.correct), last)
        if threshold is not None:
            sure = self.confidence >= threshold
            sure[:, last] = True
            taken = sure.argmax(axis=1)
        return float(self.correct[np.arange(len(taken)), taken].mean())


@dataclass
class Ladder:
    accuracy: float
    share: list  # of the samples that each network answers


@dataclass
class Trace:
    path: str
    labels: np.ndarray
    networks: dict = field(default_factory=dict)

    def ladder(self, names, threshold):
        """Networks asked in turn: the first exit of all that is sure enough answers, else the last."""
        rungs = [self.networks[name] for name in names]
        confidence = np.hstack([net.confidence for net in rungs])
        correct = np.hstack([net.correct for net in rungs])
        owner = np.repeat(np.arange(len(rungs)), [net.correct.shape[1] for net in rungs])
        sure = confidence >= threshold
        sure[:, -1] = True
        taken = sure.argmax(axis=1)
        share = np.bincount(owner[taken], minlength=len(rungs)) / len(taken)
        return Ladder(float(correct[np.arange(len(taken)), taken].mean()), share.tolist())


def _traced(file, row, about):
    answers = file["answers"]
    mine = answers["network"][()] == row
    shape = (about["samples"], about["exits"])
    columns = {name: answers[name][()][mine].reshape(shape)
               for name in ("predicted", "confidence", "entropy", "loss", "rank", "correct")}
    name = f"features/network_{row}"
    return TracedNetwork(about, **columns, features=file[name][()] if name in file else None)


def load_trace(path):
    """The answers of `lastmile evaluate --trace`, by network. Raises ResultError."""
    about = rows(load(path).tables.get("networks", {}))
    if not about:
        raise ResultError(f"cannot read {path}: no trace of `lastmile evaluate --trace`")
    try:
        with h5py.File(path, "r", locking=False) as file:
            trace = Trace(str(path), file["samples/label"][()])
            for row, one in enumerate(about):
                trace.networks[one["network"]] = _traced(file, row, one)
            return trace
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        raise ResultError(f"cannot read {path}: {error}") from error


def rows(table):
    """A table (either form) as a list of dicts, in order."""
    names = list(table.keys())
    return [dict(zip(names, values)) for values in zip(*(list(table[name]) for name in names))]
