"""The reader under the name that it had before it was a package; see lastmile/__init__.py."""
from lastmile.reader import Result, ResultError, load, rows
from lastmile.traces import Ladder, Trace, TracedNetwork, load_trace

__all__ = ["Ladder", "Result", "ResultError", "Trace", "TracedNetwork", "load", "load_trace", "rows"]
