"""Time of networks on many runs at once: costs of work that the runs share information about.

Formula    t[r, m] = sum over f of exp(theta[r, f]) X[m, f],  log t known up to e[r, m]
           theta[r] ~ Normal(mu, Sigma),  e[r, m] ~ sigma[r] Student(tail)
Symbols    t time (s); r run: one device with one number of threads; m network; X work (layer_work.py);
           theta log of the cost of a unit of work; mu, Sigma what runs have in common, estimated from all of them
Method     empirical Bayes: Newton steps for every theta[r], Laplace's approximation around it, then mu, Sigma and
           sigma anew, a fixed number of rounds (stopped early, which shrinks too). Sigma is drawn to a common speed
           of any size and independent deviations of `spread`, with the weight of ten runs; mu to TYPICAL.
Why        a run has about 20 networks and 17 columns: alone they overfit; other runs say which costs go together.
           Costs stay positive, so a layer of any shape can be priced: theta is a device's coefficients.
           Costs are averaged (their logarithms) over a grid of spread and tail, so that neither is chosen by errors.
Leak       nothing of a network that is left out is used, in any run. The columns of layer_work.py were settled on
           while looking at the errors of the same networks, and so was averaging (models/README.md).
Tests      tests/unit/models/ncnn_predictor_test.py
"""
import dataclasses
import itertools

import numpy as np

import layer_work

PRIOR_RUNS = 10.0
SPEED_VARIANCE = 1.0
MEAN_DEVIATION = 0.7  # of mu about TYPICAL, in units of its logarithms
LEAST_SIGMA = 0.05
FOLLOWED = layer_work.WORK.index("pointwise")  # what a column that nobody measured follows


@dataclasses.dataclass(frozen=True)
class Settings:
    spread: float = 0.25
    tail: float = 1.5
    rounds: int = 25


GRID = tuple(Settings(spread, tail) for spread in (0.15, 0.25, 0.4) for tail in (1.5, 4.0))


@dataclasses.dataclass
class State:
    theta: np.ndarray
    mean: np.ndarray
    covariance: np.ndarray
    variance: np.ndarray  # of one measurement of each run


def begin(work, typical, logs, known, settings):
    speed = np.where(known, logs - np.log(work @ np.exp(typical)), 0.0).sum(1) / known.sum(1)
    size = len(typical)
    return State(typical + speed[:, None], typical + speed.mean(),
                 9.0 * np.ones((size, size)) + settings.spread ** 2 * np.eye(size), np.full(len(logs), 0.15 ** 2))


def newton(state, work, logs, known, tail):
    """One step of all runs; returns what the next estimates need: shares, residuals, curvature."""
    parts = np.exp(state.theta)[:, None, :] * work
    total = parts.sum(2)
    shares = parts / total[:, :, None]
    residual = np.where(known, logs - np.log(total), 0.0)
    scale = state.variance[:, None]
    weight = known * (tail + 1) / (tail + residual ** 2 / scale) / scale
    weighted = (shares * weight[:, :, None]).transpose(0, 2, 1)
    precision = np.linalg.inv(state.covariance)
    curvature = weighted @ shares + precision
    slope = (weighted @ residual[:, :, None])[:, :, 0] - (state.theta - state.mean) @ precision
    step = np.linalg.solve(curvature, slope[:, :, None])[:, :, 0]
    state.theta = state.theta + np.clip(step, -1, 1)
    return shares, residual, curvature


def estimate(state, typical, known, settings, shares, residual, curvature):
    """Mean, covariance and measurement variance anew from the runs' costs."""
    runs, size = state.theta.shape
    precision, loose = np.linalg.inv(state.covariance), np.eye(size) / MEAN_DEVIATION ** 2
    centre = typical + (state.mean - typical).mean()
    state.mean = np.linalg.solve(runs * precision + loose, precision @ state.theta.sum(0) + loose @ centre)
    deviation, posterior = state.theta - state.mean, np.linalg.inv(curvature)
    prior = settings.spread ** 2 * np.eye(size) + SPEED_VARIANCE
    state.covariance = ((deviation.T @ deviation + posterior.sum(0) + PRIOR_RUNS * prior) / (runs + PRIOR_RUNS))
    square = (((shares @ posterior) * shares).sum(2) + residual ** 2) * known
    tail = settings.tail
    square *= (tail + 1) / (tail + residual ** 2 / state.variance[:, None])
    pooled, few = square.sum() / known.sum(), 6.0
    state.variance = np.maximum((square.sum(1) + few * pooled) / (known.sum(1) + few), LEAST_SIGMA ** 2)


def fit_one(work, times, settings):
    """Logarithms of the costs, runs x columns. `times` is runs x networks, nan where nothing was measured; a
    column without work in any network follows `pointwise`."""
    seen = work.max(axis=0) > 0
    typical, known = np.array(list(layer_work.TYPICAL.values())), np.isfinite(times)
    logs = np.log(np.where(known, times, 1.0))
    state = begin(work[:, seen], typical[seen], logs, known, settings)
    for turn in range(settings.rounds):
        for _ in range(3 if turn else 8):
            result = newton(state, work[:, seen], logs, known, settings.tail)
        estimate(state, typical[seen], known, settings, *result)
    theta = np.empty((len(times), len(typical)))
    theta[:, seen] = state.theta
    followed = state.theta[:, [np.flatnonzero(seen).tolist().index(FOLLOWED)]]
    theta[:, ~seen] = followed + typical[~seen] - typical[FOLLOWED]
    return theta


def fit(work, times, settings=GRID):
    """Mean over the settings."""
    return np.mean([fit_one(work, times, one) for one in settings], axis=0)


def predict(theta, work):
    return np.exp(theta) @ work.T


def held_out(work, times, groups, settings=GRID):
    """Times of every network from the networks of the other groups; settings to average, or those of each group."""
    predicted = np.empty_like(times)
    for group in sorted(set(groups)):
        out = np.array([one == group for one in groups])
        chosen = settings[group] if isinstance(settings, dict) else settings
        predicted[:, out] = predict(fit(work[~out], times[:, ~out], chosen), work[out])
    return predicted


def choose(work, times, candidates=GRID, folds=4):
    """The candidate of the least mean relative error on networks held out, a share of 1 / `folds` at a time."""
    turns = list(itertools.islice(itertools.cycle(range(folds)), len(work)))
    return min(candidates, key=lambda one: np.nanmean(np.abs(held_out(work, times, turns, [one]) / times - 1)))


def nested(work, times, groups, candidates=GRID, folds=4):
    """Times of every network from the others, one setting chosen without it; and what was chosen."""
    chosen = {}
    for group in sorted(set(groups)):
        rest = np.array([one != group for one in groups])
        chosen[group] = [choose(work[rest], times[:, rest], candidates, folds)]
    return held_out(work, times, groups, chosen), [one for [one] in chosen.values()]
