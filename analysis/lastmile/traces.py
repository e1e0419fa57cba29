"""Reads a trace of `lastmile evaluate --trace`: what networks answered at every exit.

    trace = load_trace("answers.h5")
    net = trace.networks["lenet"]         # arrays [sample][exit]: net.confidence, net.correct, ...
"""
from dataclasses import dataclass, field

import numpy as np

from lastmile.reader import ResultError, load, opened, rows


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
    with opened(path) as file:
        trace = Trace(str(path), file["samples/label"][()])
        for row, one in enumerate(about):
            trace.networks[one["network"]] = _traced(file, row, one)
        return trace
