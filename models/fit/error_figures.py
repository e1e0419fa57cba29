"""How far predictions are from measurements: the figures that are only told together."""
import numpy as np
from scipy.stats import spearmanr


def relative(predicted, measured):
    """Relative errors of what was measured, as one list."""
    known = np.isfinite(measured)
    return predicted[known] / measured[known] - 1


def figures(predicted, measured):
    errors = relative(predicted, measured)
    ranks = [spearmanr(p[k], m[k]).statistic for p, m in zip(predicted, measured)
             for k in [np.isfinite(m)] if k.sum() > 2]
    return {"n": len(errors), "mape": float(np.abs(errors).mean()),
            "rmspe": float(np.sqrt((errors ** 2).mean())), "bias": float(errors.mean()),
            "within_5": float((np.abs(errors) <= 0.05).mean()),
            "within_10": float((np.abs(errors) <= 0.10).mean()), "spearman": float(np.mean(ranks))}


def words(found):
    return (f"n {found['n']}, RMSPE {found['rmspe']:.1%}, within 5 % {found['within_5']:.1%}, within 10 % "
            f"{found['within_10']:.1%}, bias {found['bias']:+.1%}, Spearman {found['spearman']:.3f}")
