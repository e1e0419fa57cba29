"""Coefficients of functions.hpp: prints them with the largest relative error of the fit (numpy and scipy).

tanh and erf are x P(x^2) / Q(x^2), Q(0) = 1, by least squares whose weights move towards the largest errors;
exp is 1 + r + r^2 P(r) for |r| <= log(2) / 2.
"""
import numpy as np
from scipy.special import erf

TURNS = 80


def least_maximum(columns, target, weight_of):
    """Coefficients c of columns @ c ~ target; weight_of(c) turns a residual into the error that counts."""
    weight, importance, best = weight_of(None), np.ones_like(target), (np.inf, None)
    for _ in range(TURNS):
        rows = weight * importance
        scaled = columns * rows[:, None]
        size = np.abs(scaled).max(axis=0)
        fit = np.linalg.lstsq(scaled / size, target * rows, rcond=None)[0] / size
        weight = weight_of(fit)
        error = np.abs((columns @ fit - target) * weight)
        if error.max() < best[0]:
            best = error.max(), fit
        importance *= np.sqrt(error / error.max() + 0.02)
        importance /= importance.max()
    return best


def odd_rational(function, top, upper, lower):
    x = top * (1 - np.cos(np.linspace(0, np.pi, 4001)[1:])) / 2
    z, y = (x / top) ** 2, function(x) / x
    below = np.vander(z, lower + 1, increasing=True)[:, 1:]
    columns = np.hstack([np.vander(z, upper + 1, increasing=True), -y[:, None] * below])

    def weight_of(fit):
        return 1 / (y if fit is None else y * (1 + below @ fit[upper + 1:]))

    error, fit = least_maximum(columns, y, weight_of)
    p = fit[:upper + 1] / top ** (2.0 * np.arange(upper + 1))
    q = np.concatenate([[1], fit[upper + 1:]]) / top ** (2.0 * np.arange(lower + 1))
    return error, p, q


def exponential(degree):
    r = np.cos(np.linspace(0, np.pi, 4000)) * np.log(2) / 2
    weight = r * r / np.exp(r)
    return least_maximum(np.vander(r, degree + 1, increasing=True), (np.expm1(r) - r) / (r * r), lambda _: weight)


def main():
    for name, function, top, degrees in (("tanh", np.tanh, 9.0, (4, 4)), ("erf", erf, 3.9, (5, 5))):
        error, p, q = odd_rational(function, top, *degrees)
        print(f"{name} to {top}: {error:.1e}\n  P {[f'{c:.9e}' for c in p]}\n  Q {[f'{c:.9e}' for c in q]}")
    error, p = exponential(4)
    print(f"exp: {error:.1e}\n  P {[f'{c:.9e}' for c in p]}")


main()
