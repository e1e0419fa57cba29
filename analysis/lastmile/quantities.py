"""Numbers for people: a readable unit, three digits."""
import math

LOG_FROM = 30.0  # largest over smallest value
SCALES = {
    "B": ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "B")),
    "B/s": ((1.25e8, "Gbit/s"), (1.25e5, "Mbit/s"), (125, "kbit/s")),
    "J": ((1e3, "kJ"), (1, "J"), (1e-3, "mJ"), (1e-6, "µJ")),
    "s": ((3600, "h"), (1, "s"), (1e-3, "ms"), (1e-6, "µs")),
}


def finite(value):
    return value is not None and math.isfinite(value)


def needs_log(values):
    positive = [value for value in values if finite(value) and value > 0]
    return len(positive) > 1 and max(positive) / min(positive) > LOG_FROM


def scale_for(unit, values):
    """(divisor, unit) that keeps the values readable: by their median, or where they are far apart
    by the largest."""
    sizes = sorted(abs(value) for value in values if finite(value) and value != 0)
    if unit not in SCALES or not sizes:
        return 1.0, unit
    typical = sizes[-1] if needs_log(sizes) else sizes[len(sizes) // 2]
    return next(((by, name) for by, name in SCALES[unit] if typical >= by), SCALES[unit][-1])


def short(value):
    """Three significant digits, no exponent where it can be avoided."""
    if not finite(value):
        return "not reached"
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e5 or size < 1e-3:
        return f"{value:.2g}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(size)))}f}"
