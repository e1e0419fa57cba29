"""Predictor of ncnn's table: counts of work against counts by hand, what the fits recover, what they never see."""
import importlib.util
import pathlib
import sys

FIT = pathlib.Path(__file__).resolve().parents[3] / "models" / "fit"
sys.path.insert(0, str(FIT))
if importlib.util.find_spec("numpy") is None or importlib.util.find_spec("scipy") is None:
    print("skipped: needs python3-numpy and python3-scipy")
    sys.exit(0)

import numpy as np

import error_figures
import layer_work
import linear_baselines
import ncnn_predictor
import pair_completion

FAST = [ncnn_predictor.Settings(rounds=8)]


def layer(kind, source, result, kernel="", stride="", group="", macs=0, weights=0):
    return {"type": kind, "in_shape": source, "out_shape": result, "kernel_w": kernel, "stride": stride,
            "group": group, "macs": str(macs), "weights": str(weights)}


def counts(**wanted):
    """What a layer's work must be: nothing but what is named."""
    return dict.fromkeys(layer_work.WORK, 0.0) | wanted


# By hand. 8x8 outputs of 64 channels: four tiles of 6x6, each 64 products; 256 channels: four tiles of 4x4, each 36.
BY_HAND = {
    "winograd": (layer("Convolution", "64x8x8", "64x8x8", "3", "1", "1", 2359296, 36864),
                 counts(winograd=4 * 64 * 4096, transforms=4 * 64 * 128, traffic=2 * 4096 + 2 * 4096, starts=1)),
    "winograd, many channels": (layer("Convolution", "256x8x8", "256x8x8", "3", "1", "1", 37748736, 589824),
                                counts(winograd=4 * 36 * 65536, transforms=4 * 36 * 512,
                                       traffic=2 * 16384 + 2 * 16384, starts=1)),
    "pointwise, unaligned": (layer("Convolution", "58x28x28", "58x28x28", "1", "1", "1", 2637376, 3364),
                             counts(pointwise=2637376, pointwise_io=2 * 45472, unaligned=2637376, starts=1)),
    "stem": (layer("Convolution", "3x8x8", "16x4x4", "3", "2", "1", 6912, 432),
             counts(stem=6912, patches=16 * 27, traffic=192 + 256 + 2 * 192, starts=1)),
    "depthwise": (layer("ConvolutionDepthWise", "32x8x8", "32x8x8", "3", "1", "32", 18432, 288),
                  counts(depthwise=18432, traffic=2 * 2048 + 2 * 2048, starts=1)),
    "groups": (layer("ConvolutionDepthWise", "240x4x4", "60x4x4", "1", "1", "3", 76800, 4800),
               counts(pointwise=76800, pointwise_io=3840 + 960, starts=3)),
    "transposed": (layer("DeconvolutionDepthWise", "1024x13x13", "512x26x26", macs=2768896, weights=16384),
                   counts(depthwise=2768896, traffic=173056 + 346112 + 2 * 173056, starts=512)),
    "dense": (layer("InnerProduct", "512x1x1", "10x1x1", macs=5120, weights=5120),
              counts(weights=5120, traffic=522, starts=0.3)),
    "tokens": (layer("Gemm", "145x768", "145x3072", macs=342097920, weights=2359296),
               counts(tokens=342097920, traffic=145 * 768 + 145 * 3072, starts=1)),
    "swish": (layer("Swish", "8x4x4", "8x4x4"), counts(exponentials=128, traffic=256, starts=0.3)),
    "far": (layer("Concat", "16x200x200", "32x200x200"),
            counts(copies=2 * 1280000, far=640000 + 1280000, starts=0.3)),
    "free": (layer("Flatten", "8x4x4", "128x1x1"), counts()),
}


def made_up(runs=40, networks=16, noise=0.01):
    """Times of random networks on random devices that obey the formula."""
    draw = np.random.default_rng(3)
    size = len(layer_work.WORK)
    typical = np.array(list(layer_work.TYPICAL.values()))
    work = np.exp(draw.normal(14, 1, (networks, size)) - typical) * (draw.random((networks, size)) < 0.7)
    work[:, ncnn_predictor.FOLLOWED] = np.exp(draw.normal(16, 1, networks))
    theta = typical - 23 + draw.normal(0, 1, (runs, 1)) + draw.normal(0, 0.2, (runs, size))
    exact = ncnn_predictor.predict(theta, work)
    return work, theta, exact, exact * np.exp(draw.normal(0, noise, exact.shape))


def error(predicted, measured):
    return np.nanmean(np.abs(predicted / measured - 1))


def counted():
    return [(f"work of {name}", layer_work.layer_work(given) == wanted, "")
            for name, (given, wanted) in BY_HAND.items()]


def recovered():
    work, _, exact, times = made_up()
    names = list(range(len(work)))
    shared = error(ncnn_predictor.held_out(work, times, names, FAST), exact)
    alone = error(linear_baselines.predictions(work, times, names), exact)
    gaps = times.copy()
    gaps[::2, :6] = np.nan
    some = error(ncnn_predictor.held_out(work, gaps, names, FAST), exact)
    return [("unseen networks of made-up devices within 8 %", shared < 0.08, f"{shared:.1%}"),
            ("shared costs beat a linear fit of each run", shared < 0.5 * alone, f"{shared:.1%}, {alone:.1%}"),
            ("half the runs without six networks: within 12 %", some < 0.12, f"{some:.1%}")]


def unseen():
    """A network's own times say nothing about its prediction, nor does the choice of settings see them."""
    work, _, _, times = made_up(runs=12, networks=9)
    names, offered = list(range(9)), [FAST[0], ncnn_predictor.Settings(spread=1.0, rounds=4)]
    changed = times.copy()
    changed[:, 4] *= np.linspace(0.1, 10, 12)
    before, _ = ncnn_predictor.nested(work, times, names, offered, 3)
    after, _ = ncnn_predictor.nested(work, changed, names, offered, 3)
    return [("times of a held-out network change nothing about it", np.array_equal(before[:, 4], after[:, 4]), ""),
            ("they do change the others", not np.allclose(before[:, 3], after[:, 3]), "")]


def never_measured():
    work, _, _, times = made_up(runs=12, networks=9)
    column = layer_work.WORK.index("tokens")
    work[:, column] = 0
    theta = ncnn_predictor.fit(work, times, FAST)
    gap = theta[:, column] - theta[:, ncnn_predictor.FOLLOWED]
    return [("work that nobody measured costs twice a 1x1 convolution", np.allclose(gap, np.log(2)), "")]


def completed():
    draw = np.random.default_rng(5)
    factors = draw.normal(0, 1, (60, 2)) @ np.array([[1.0] * 12, np.linspace(-0.3, 0.3, 12)])
    times = np.exp(factors + draw.normal(0, 1, 12) + draw.normal(0, 0.02, factors.shape))
    devices = [f"device {run // 3}" for run in range(60)]
    fold = pair_completion.folds(times, devices, 5, 0)
    together = all(len(set(fold[rows, column])) == 1
                   for (_, column), rows in pair_completion.pairs(times, devices).items())
    found = error(pair_completion.held_out(times, devices, pair_completion.Settings(), 5, 0), times)
    changed = times.copy()
    cell = fold == 2
    changed[cell] *= 3
    same = np.array_equal(pair_completion.held_out(times, devices, pair_completion.Settings(), 5, 0)[cell],
                          pair_completion.held_out(changed, devices, pair_completion.Settings(), 5, 0)[cell])
    return [("pairs of a two-factor table within 5 %", found < 0.05, f"{found:.1%}"),
            ("all runs of a pair are left out together", together, ""),
            ("held-out pairs are not looked at", same, "")]


def figured():
    measured = np.array([[1.0, 2.0, np.nan, 4.0]])
    found = error_figures.figures(np.array([[1.04, 1.8, 7.0, 6.0]]), measured)
    wanted = {"n": 3, "mape": (0.04 + 0.1 + 0.5) / 3, "bias": (0.04 - 0.1 + 0.5) / 3, "within_5": 1 / 3,
              "rmspe": ((0.04 ** 2 + 0.1 ** 2 + 0.5 ** 2) / 3) ** 0.5, "spearman": 1.0}
    return [(f"figure {name}", np.isclose(found[name], value), f"{found[name]}") for name, value in wanted.items()]


def main():
    failed = 0
    for part in (counted, recovered, unseen, never_measured, completed, figured):
        for name, good, note in part():
            failed += not good
            print(f"{'ok' if good else 'FAIL'}  {name} {note}")
    return failed


if __name__ == "__main__":
    sys.exit(main() > 0)
