"""Reads what the program wrote: result files, sweeps and traces; frames, statistics and plots of them.

    import lastmile
    run = lastmile.load("six_levels.h5")        # reader.py: tables, units, attributes
    lastmile.frame(run, "summary", "wide")      # frames.py: pandas (optional)
    sweep = lastmile.load("sweep/merged.h5")
    lastmile.dataset(sweep)                     # frames.py: xarray (optional), parameters as dimensions
    lastmile.statistics.differences(sweep)      # statistics.py: recomputed from the points alone
    from lastmile import plots                  # plots/: matplotlib (optional)

h5py and numpy are enough for reading and statistics.
"""
from lastmile import intervals, ranking, statistics
from lastmile.frames import dataset, frame, joined
from lastmile.reader import SCHEMA_VERSION, Result, ResultError, load, rows
from lastmile.traces import Trace, TracedNetwork, load_trace

__all__ = ["SCHEMA_VERSION", "Result", "ResultError", "Trace", "TracedNetwork", "dataset", "frame",
           "intervals", "joined", "load", "load_trace", "ranking", "rows", "statistics"]
