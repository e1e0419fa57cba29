"""Reads a result file: load(path) gives its tables and attributes.

    run = load("six_levels.h5")
    run.tables["requests"]["latency_s"]   # a pandas DataFrame, without pandas a dict of arrays
    run.attributes["commit"], run.units["requests"]["latency_s"]

xarray.open_dataset(path, group="requests", engine="h5netcdf") reads the same without this file.
"""
from dataclasses import dataclass, field

import h5py
import numpy as np

try:
    import pandas
except ImportError:
    pandas = None


class ResultError(Exception):
    """The file is missing, damaged, or not a result; the text says which."""


@dataclass
class Result:
    path: str
    attributes: dict
    provenance: dict
    tables: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)
    descriptions: dict = field(default_factory=dict)

    @property
    def complete(self):
        return int(self.attributes.get("complete", 0)) == 1


def _plain(value):
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.tolist()]
    return value.item() if isinstance(value, np.generic) else value


def _attributes(item):
    return {name: _plain(value) for name, value in item.attrs.items()}


def _column(dataset):
    if h5py.check_string_dtype(dataset.dtype) is None:
        return dataset[()]
    return np.array([text.decode("utf-8", "replace") for text in dataset[()]], dtype=object)


def _table(group):
    columns = {name: _column(group[name]) for name in group if name != "row"}
    return pandas.DataFrame(columns) if pandas else columns


def _read(path, file):
    if "schema_version" not in file.attrs:
        raise ResultError(f"cannot read {path}: an HDF5 file, but not a result of this program")
    provenance = _attributes(file["provenance"]) if "provenance" in file else {}
    result = Result(str(path), _attributes(file), provenance)
    for name in file:
        if name == "provenance":
            continue
        group = file[name]
        result.tables[name] = _table(group)
        result.units[name] = {key: _plain(group[key].attrs.get("unit", "")) for key in group}
        result.descriptions[name] = {key: _plain(group[key].attrs.get("description", ""))
                                     for key in group}
    return result


def load(path):
    """The whole file in memory. Raises ResultError."""
    try:
        with h5py.File(path, "r", locking=False) as file:
            return _read(path, file)
    except FileNotFoundError as error:
        raise ResultError(f"cannot read {path}: no such file") from error
    except (OSError, RuntimeError, KeyError, AttributeError, ValueError, TypeError) as error:
        raise ResultError(f"cannot read {path}: {error}") from error


def rows(table):
    """A table (either form) as a list of dicts, in order."""
    names = list(table.keys())
    return [dict(zip(names, values)) for values in zip(*(list(table[name]) for name in names))]
