"""What all plots share: axes, labels with units, one colour and mark a strategy."""
import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from lastmile.palette import COLOURS, MARKS
from lastmile.quantities import scale_for


def new_axes(axes, size=(5.2, 3.4)):
    if axes is not None:
        return axes
    return plt.subplots(figsize=size, layout="constrained")[1]


def scaled(values, unit):
    """(divisor, label suffix) that keeps an axis readable."""
    by, name = scale_for(unit, list(values))
    return by, "" if name in ("", "1") else f" [{name}]"


def log_scale(axis):
    """Plain numbers at decades; below two decades of what is drawn also at 2 and 5."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    low, high = axis.get_view_interval()
    if high < 100 * low:
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def words_of(value, unit=""):
    """A parameter's value for people: 8 Mbit/s."""
    if isinstance(value, str):
        return value
    by, name = scale_for(unit, [float(value)])
    return f"{value / by:.4g} {'' if name == '1' else name}".rstrip()


def looks(names):
    """{name: colour and mark}, in order."""
    return {name: {"color": COLOURS[i % len(COLOURS)], "marker": MARKS[i % len(MARKS)]}
            for i, name in enumerate(dict.fromkeys(names))}


def finish(axes, title="", legend=True):
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    if title:
        axes.set_title(title, loc="left", fontsize=10)
    if legend:
        axes.legend(frameon=False, fontsize=8)
    return axes
