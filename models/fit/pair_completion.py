"""Time of a network on a device from the device's other networks and the network's other devices.

Model      rows of log times (runs) are draws of one multivariate Student distribution over networks; its mean and
           covariance are estimated by expectation maximisation from incomplete rows; a missing time is its
           conditional mean. The covariance is drawn to a common speed and independent deviations.
Why        no features of networks: what a network does beyond its graph is seen on other devices.
Held out   a device-network pair at every number of threads, cluster and date, so that no other run of the device
           tells it. Settings are chosen by leaving out further pairs.
Tests      tests/unit/models/ncnn_predictor_test.py
"""
import dataclasses

import numpy as np

DEVIATION = 0.02  # variance about the common speed that the covariance is drawn to
ROUNDS = 30


@dataclasses.dataclass(frozen=True)
class Settings:
    prior_runs: float = 40.0
    tail: float = 4.0


CANDIDATES = [Settings(runs, tail) for runs in (10.0, 40.0) for tail in (2.0, 4.0)]


def conditional(logs, known, mean, covariance):
    """Rows completed, their squared distances and the covariances of what was missing."""
    both = known[:, :, None] & known[:, None, :]
    padded = np.where(both, covariance, np.eye(len(mean)))
    inverse = np.where(both, np.linalg.inv(padded), 0.0)
    difference = np.where(known, logs - mean, 0.0)
    pull = (inverse @ difference[:, :, None])[:, :, 0]
    full = np.where(known, logs, mean + pull @ covariance)
    neither = ~known[:, :, None] & ~known[:, None, :]
    left = np.where(neither, covariance - covariance @ inverse @ covariance, 0.0)
    return full, (difference * pull).sum(1), left


def complete(times, settings=Settings()):
    """`times` with every nan filled; each row and each column needs a known time."""
    known = np.isfinite(times)
    logs = np.log(np.where(known, times, 1.0))
    runs, size = times.shape
    speed = np.where(known, logs, 0.0).sum(1) / known.sum(1)
    mean = (np.where(known, logs - speed[:, None], 0.0).sum(0) / known.sum(0)) + speed.mean()
    common = np.var(speed) * np.ones((size, size)) + DEVIATION * np.eye(size)
    covariance = common.copy()
    for _ in range(ROUNDS):
        full, distance, left = conditional(logs, known, mean, covariance)
        weight = (settings.tail + known.sum(1)) / (settings.tail + distance)
        mean = weight @ full / weight.sum()
        deviation = full - mean
        spread = (weight[:, None] * deviation).T @ deviation + left.sum(0)
        covariance = (spread + settings.prior_runs * common) / (runs + settings.prior_runs)
    return np.exp(conditional(logs, known, mean, covariance)[0])


def pairs(times, devices):
    """{(device, network column): rows} of everything that was measured."""
    found = {}
    for row, column in zip(*np.nonzero(np.isfinite(times))):
        found.setdefault((devices[row], column), []).append(row)
    return found


def folds(times, devices, count, seed):
    """The fold of every cell; all cells of a pair share theirs."""
    result = np.full(times.shape, -1)
    found = pairs(times, devices)
    order = np.random.default_rng(seed).permutation(len(found))
    for place, ((_, column), rows) in zip(order, found.items()):
        result[rows, column] = place % count
    return result


def usable(times):
    """Nothing to complete from: a run or a network that lost all its times."""
    return np.isfinite(times).any(axis=0).all() and np.isfinite(times).any(axis=1).all()


def held_out(times, devices, settings, count, seed):
    """Times of every pair from the pairs of other folds; `settings` one, or one for each fold."""
    fold, predicted = folds(times, devices, count, seed), np.full(times.shape, np.nan)
    for turn in range(count):
        rest = np.where(fold == turn, np.nan, times)
        if not usable(rest):
            raise ValueError("too few measurements to leave out one fold of pairs")
        chosen = settings[turn] if isinstance(settings, list) else settings
        predicted[fold == turn] = complete(rest, chosen)[fold == turn]
    return predicted


def choose(times, devices, candidates, seed):
    return min(candidates, key=lambda one: np.nanmean(
        np.abs(held_out(times, devices, one, 4, seed) / times - 1)))


def nested(times, devices, seed, candidates=CANDIDATES, count=5):
    """Times of every pair, the settings of each fold chosen without it; and what was chosen."""
    fold = folds(times, devices, count, seed)
    chosen = [choose(np.where(fold == turn, np.nan, times), devices, candidates, seed + 1) if len(candidates) > 1
              else candidates[0] for turn in range(count)]
    return held_out(times, devices, chosen, count, seed), chosen
