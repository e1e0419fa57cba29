"""Reads what the program wrote: result files, sweeps and traces; frames of them.

    import lastmile
    run = lastmile.load("six_levels.h5")        # reader.py: tables, units, attributes
    lastmile.frame(run, "summary", "wide")      # frames.py: pandas (optional)
    sweep = lastmile.load("sweep/merged.h5")
    lastmile.dataset(sweep)                     # frames.py: xarray (optional), parameters as dimensions

h5py and numpy are enough for reading.
"""
from lastmile import intervals
from lastmile.frames import dataset, frame, joined
from lastmile.reader import SCHEMA_VERSION, Result, ResultError, load, rows
from lastmile.traces import Trace, TracedNetwork, load_trace

__all__ = ["SCHEMA_VERSION", "Result", "ResultError", "Trace", "TracedNetwork", "dataset", "frame",
           "intervals", "joined", "load", "load_trace", "rows"]
