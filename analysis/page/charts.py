"""Pictures as SVG that take colours and letters from the page, so that they follow its scheme and stay crisp.

Each has a title and a description for those who cannot see it; the figures also stand in tables.
"""
import math
from dataclasses import dataclass, field

from lastmile.quantities import finite, short
from page.markup import escaped, unique
from page.scales import around, from_zero
from page.style import SERIES

WIDTH = 360
VALUE_WIDTH = 62    # right of a bar
LINE = 16           # of text
LETTER = 7.0        # mean width of a letter at 12 px in a wide face, to break legends and cut labels
DIGIT = 7.8         # the same of a digit
BESIDE = 2.5        # from one series to the next
MOST_OWN_TICKS = 8  # at the values of x themselves
DASHES = ("", "6 3", "2 3", "8 3 2 3")


@dataclass
class Point:
    x: float
    mean: float
    low: float = math.nan
    high: float = math.nan

    def ends(self):
        """Of the interval, where there is one."""
        return (self.low, self.high) if finite(self.low) and finite(self.high) else ()


@dataclass
class Bar:
    """One line of a chart of bars: its length, its interval, and what it is elsewhere."""
    label: str
    mean: float
    low: float = math.nan
    high: float = math.nan
    series: int = 0
    marks: list = field(default_factory=list)  # means on the other networks

    ends = Point.ends


def number(value):
    return f"{value:.1f}".rstrip("0").rstrip(".")


def text(x, y, words, anchor="start", kind=""):
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{kind}>{escaped(words)}</text>'


def line(x1, y1, x2, y2, kind):
    return (f'<line class="{kind}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" '
            f'y2="{number(y2)}"/>')


def mark(index, x, y, size=3.6, kind="solid"):
    """Shapes tell series apart where colours do not."""
    shapes = {0: ((-1, -1), (1, -1), (1, 1), (-1, 1)), 2: ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
              3: ((0, -1.2), (1.2, 1), (-1.2, 1)), 4: ((0, 1.2), (1.2, -1), (-1.2, -1))}
    if index % 5 == 1:
        return f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{size}"/>'
    corners = " ".join(f"{number(x + size * dx)},{number(y + size * dy)}" for dx, dy in shapes[index % 5])
    return f'<polygon class="{kind}" points="{corners}"/>'


def group(series, parts):
    return f'<g class="s{series % SERIES}">{"".join(parts)}</g>'


def svg(title, description, height, parts):
    name = unique("picture-")
    return (f'<svg viewBox="0 0 {WIDTH} {number(height)}" role="img" '
            f'aria-labelledby="{name} {name}d"><title id="{name}">{escaped(title)}</title>'
            f'<desc id="{name}d">{escaped(description)}</desc>{"".join(parts)}</svg>')


def cut(words, most):
    return words if len(words) <= most else words[:most - 1] + "…"


def heading(title):
    return f'<text x="0" y="13" font-weight="600">{escaped(cut(title, int(WIDTH / (LETTER * 1.04))))}</text>'


def tick_text(value):
    return f"{value:.6g}"


def tick_below(x, y, value, right=WIDTH):
    """Within the picture, whatever its width."""
    words = tick_text(value) if isinstance(value, (int, float)) else value
    half = DIGIT * len(words) / 2
    return text(min(max(x, half), right - half), y, words, "middle", "quiet")


def value_axis(axis, top, bottom):
    """Lines at round numbers, and these below."""
    places = [(tick, axis.at(tick)) for tick in axis.ticks()]
    return [line(x, top, x, bottom, "axis") + tick_below(x, bottom + 13, tick) for tick, x in places]


def one_bar(bar, axis, y, thick):
    length = axis.at(bar.mean) if finite(bar.mean) and (bar.mean > 0 or not axis.log) else axis.first
    zero = axis.at(0) if not axis.log else axis.first
    parts = [f'<rect class="solid" x="{number(min(zero, length))}" y="{number(y)}" '
             f'width="{number(abs(length - zero))}" height="{thick}"/>']
    middle = y + thick / 2
    if bar.ends() and (bar.low > 0 or not axis.log):
        parts.append(line(axis.at(bar.low), middle, axis.at(bar.high), middle, "error"))
    parts += [mark(i, axis.at(value), middle, kind="mark") for i, value in enumerate(bar.marks)
              if finite(value) and (value > 0 or not axis.log)]
    right = max([length, zero, *(axis.at(end) for end in bar.ends())])
    return group(bar.series, parts) + text(right + 5, middle + 4, short(bar.mean))


def bars(title, bars_, keys=()):
    """One line a bar, its label above. `keys`: names of the series where there are several."""
    values = [value for bar in bars_ for value in (bar.mean, *bar.ends(), *bar.marks)]
    axis = from_zero(values, 1, WIDTH - VALUE_WIDTH)
    top = 22 + (LINE if keys else 0)
    parts, y, label = [], top, None
    for bar in bars_:
        if bar.label != label:
            y += LINE
            parts.append(text(0, y - 4, cut(bar.label, int(WIDTH / LETTER))))
        label = bar.label
        parts.append(one_bar(bar, axis, y, 11))
        y += 14
    described = "; ".join(f"{bar.label}: {short(bar.mean)}" for bar in bars_)
    parts = [heading(title), *legend(keys, 2 * LINE - 3)[0], *value_axis(axis, top, y + 2), *parts]
    return svg(title, described, y + 20, parts)


def legend(names, y):
    """(parts, where they end)."""
    parts, x = [], 4
    for i, name in enumerate(names):
        name = cut(name, int((WIDTH - 24) / LETTER))
        wide = 24 + LETTER * len(name)
        if x > 4 and x + wide > WIDTH:
            x, y = 4, y + LINE
        parts += [group(i, [mark(i, x + 3, y - 4)]), text(x + 11, y, name)]
        x += wide
    return parts, y


def curve(index, points, across, up, joined, shift=0.0):
    """`shift`: beside the others, so that equal values do not hide each other."""
    dash = DASHES[(index // SERIES) % len(DASHES)]
    parts = []
    if joined and len(points) > 1:
        path = " ".join(f"{number(across.at(p.x) + shift)},{number(up.at(p.mean))}" for p in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<polyline class="curve"{dashes} points="{path}"/>')
    for p in points:
        x = across.at(p.x) + shift
        if p.ends() and (p.low > 0 or not up.log):
            parts.append(line(x, up.at(p.low), x, up.at(p.high), "whisker"))
        parts.append(mark(index, x, up.at(p.mean)))
    return group(index, parts)


def ticks_at(across, places):
    """The places themselves where they are few and their numbers do not touch, else round numbers."""
    own = sorted(set(places))
    ends = [(across.at(x), DIGIT * (len(tick_text(x)) + 1) / 2) for x in own]
    apart = all(x + half <= y - other for (x, half), (y, other) in zip(ends, ends[1:]))
    return own if 0 < len(own) <= MOST_OWN_TICKS and apart else across.ticks(6)


def frame(across, up, label, places, categories):
    parts = [line(across.first, up.at(tick), across.last, up.at(tick), "axis")
             + text(across.first - 5, up.at(tick) + 4, tick_text(tick), "end", "quiet")
             for tick in up.ticks()]
    below = up.first + 14
    if categories:
        most = int((across.last - across.first) / len(categories) / LETTER)
        parts += [tick_below(across.at(i), below, cut(str(name), max(2, most)))
                  for i, name in enumerate(categories)]
    else:
        parts += [tick_below(across.at(tick), below, tick) for tick in ticks_at(across, places)]
    return [*parts, text((across.first + across.last) / 2, below + LINE, label, "middle", "quiet")]


def curves(title, x_label, series, categories=(), joined=True, beside=()):
    """`series`: {name: [Point]}; with `categories` x is a position among them. `beside`: points of the pictures
    beside this one, which have the same y axis."""
    names = list(series)
    legend_parts, end = legend(names, 2 * LINE - 2)
    drawn = {name: [p for p in points if finite(p.mean) and finite(p.x)] for name, points in series.items()}
    every = [p for points in drawn.values() for p in points]
    heights = [value for p in (*every, *beside) for value in (p.mean, *p.ends())]
    up = around(heights, end + 170, end + 14)
    places = [-0.5, len(categories) - 0.5] if categories else [p.x for p in every]
    left = 9 + DIGIT * max(len(tick_text(tick)) for tick in up.ticks())
    across = around(places, left, WIDTH - 12)
    if categories:
        across.low, across.high, across.log = -0.5, len(categories) - 0.5, False
    parts = [heading(title), *legend_parts, *frame(across, up, x_label, places, categories)]
    middle = (len(names) - 1) / 2
    parts += [curve(i, points, across, up, joined, BESIDE * (i - middle))
              for i, points in enumerate(drawn.values())]
    described = f"over {x_label}: " + "; ".join(
        f"{name} from {short(points[0].mean)} to {short(points[-1].mean)}" for name, points in drawn.items()
        if points)
    return svg(title, described, up.first + 36, parts)


def intervals(title, rows):
    """`rows`: [(label, Point)]; differences, with a line at zero."""
    values = [value for _, point in rows for value in (point.mean, *point.ends())]
    axis = around(values, 6, WIDTH - 6, zero=True)
    parts, y = [], 24
    for label, point in rows:
        y += LINE
        parts.append(text(0, y - 3, cut(label, int(WIDTH / LETTER))))
        ends = [axis.at(end) for end in point.ends()]
        whisker = [line(ends[0], y + 5, ends[1], y + 5, "whisker")] if ends else []
        parts.append(group(0, [*whisker, mark(1, axis.at(point.mean), y + 5)]))
        y += 13
    zero = axis.at(0)
    described = "; ".join(f"{label}: {short(point.mean)}" for label, point in rows)
    return svg(title, described, y + 22, [heading(title), *value_axis(axis, 22, y + 4),
                                          line(zero, 22, zero, y + 4, "zero"), *parts])
