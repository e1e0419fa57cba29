"""From values to places on a picture, and the round numbers between."""
import math

from lastmile.quantities import finite, needs_log


class Axis:
    """A linear or logarithmic axis from `low` to `high`, which lie at `first` and `last` on the picture."""

    def __init__(self, low, high, first, last, log=False):
        self.low, self.high, self.first, self.last, self.log = low, high, first, last, log

    def at(self, value):
        if self.log:
            share = (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.first + min(1.0, max(0.0, share)) * (self.last - self.first)

    def ticks(self, most=5):
        return log_ticks(self.low, self.high, most) if self.log else round_ticks(self.low, self.high, most)


def round_ticks(low, high, most=5):
    """About `most` multiples of 1, 2 or 5 times a power of ten."""
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    return [(first + i) * step for i in range(count)]


def log_ticks(low, high, most=5):
    """Powers of ten, or of ten to the second, third, ... where there would be too many."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    every = max(1, math.ceil((last - first + 1) / most))
    ticks = [10.0 ** power for power in range(first, last + 1, every)]
    return ticks if len(ticks) > 1 else [low, high]


def from_zero(values, first, last):
    """For lengths: from zero, or logarithmic from a power of ten below the least where they are far apart."""
    some = [value for value in values if finite(value)]
    top = max([*some, 0]) or 1.0
    if needs_log(some) and min(some) >= 0:
        least = min(value for value in some if value > 0)
        return Axis(10 ** math.floor(math.log10(least) - 0.1), top, first, last, True)
    return Axis(min([*some, 0]), top, first, last)


def around(values, first, last, zero=False):
    """For places: around the values, with a little air; `zero`: it is to be seen."""
    some = [value for value in values if finite(value)] or [0.0]
    if not zero and needs_log(some) and min(some) > 0:
        return Axis(min(some) / 1.1, max(some) * 1.1, first, last, True)
    low, high = min([*some, 0] if zero else some), max([*some, 0] if zero else some)
    air = 0.05 * (high - low) or 0.5 * abs(high) or 0.5
    at_zero = not zero and low >= 0 and low < 0.5 * high  # near enough to begin there
    return Axis(0.0 if at_zero else low - air, high + air, first, last)
