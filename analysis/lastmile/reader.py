"""Reads a result file: load(path) gives its tables and attributes.

    run = load("six_levels.h5")
    run.tables["requests"]["latency_s"]   # a pandas DataFrame, without pandas a dict of arrays
    run.attributes["commit"], run.units["requests"]["latency_s"]
    load("merged.h5", columns={"points": None, "requests": ["point", "latency_s"]})   # no more than that

xarray.open_dataset(path, group="requests", engine="h5netcdf") reads the same without this package.
"""
import contextlib
import difflib
import pathlib
from dataclasses import dataclass, field

import h5py
import numpy as np

try:
    import pandas
except ImportError:
    pandas = None

SCHEMA_VERSION = 1  # the newest that is understood
UNREADABLE = (OSError, RuntimeError, KeyError, AttributeError, ValueError, TypeError)


class ResultError(Exception):
    """The file is missing, damaged, incomplete, or not a result; the text says which."""


def require_known(words, name, known):
    """ResultError WORDS: what is known, the nearest first."""
    if name in known:
        return
    nearest = sorted(known, key=lambda one: -difflib.SequenceMatcher(None, str(name), str(one)).ratio())
    raise ResultError(f"{words}: {', '.join(map(str, nearest)) or 'none'}")


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

    @property
    def kind(self):
        """run, or sweep."""
        return self.attributes.get("kind", "run")

    def table(self, name):
        """A table as a dict of arrays, whatever is installed. Raises ResultError."""
        if name not in self.tables:
            known = ", ".join(sorted(self.tables)) or "none"
            raise ResultError(f"{self.path}: no table {name!r} was read; read: {known}")
        table = self.tables[name]
        return {column: np.asarray(table[column]) for column in table.keys()}


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


def _wanted(group, name, columns):
    """The names of the columns to read, in the order of the file."""
    all_of_them = [column for column in group if column != "row"]
    unknown = [column for column in columns or () if column not in all_of_them]
    if unknown:
        raise ValueError(f"table {name} has no column {', '.join(unknown)}; it has: {', '.join(all_of_them)}")
    return all_of_them if columns is None else [column for column in all_of_them if column in columns]


def _read_table(result, group, name, columns):
    wanted = _wanted(group, name, columns)
    short = [column for column in wanted if group[column].shape != group["row"].shape]
    if short:
        raise ValueError(f"table {name}: column {short[0]} has not as many rows as the table")
    read = {column: _column(group[column]) for column in wanted}
    result.units[name] = {key: _plain(group[key].attrs.get("unit", "")) for key in wanted}
    result.descriptions[name] = {key: _plain(group[key].attrs.get("description", "")) for key in wanted}
    result.tables[name] = pandas.DataFrame(read) if pandas else read
    if pandas:
        result.tables[name].attrs = {"units": result.units[name], "descriptions": result.descriptions[name]}


def _read(path, file, columns):
    if "schema_version" not in file.attrs:
        raise ValueError("an HDF5 file, but not a result of this program")
    if file.attrs["schema_version"] > SCHEMA_VERSION:
        raise ValueError(f"its schema version {file.attrs['schema_version']} is newer than this reader, "
                         f"which knows up to {SCHEMA_VERSION}")
    provenance = _attributes(file["provenance"]) if "provenance" in file else {}
    result = Result(str(path), _attributes(file), provenance)
    tables = [name for name in file if "row" in file[name]]
    unknown = [name for name in columns or () if name not in tables]
    if unknown:
        raise ValueError(f"no table {', '.join(unknown)}; it has: {', '.join(tables)}")
    for name in tables if columns is None else columns:
        _read_table(result, file[name], name, columns and columns[name])
    return result


def _require_hdf5(path):
    """ResultError for what h5py would tell in the words of its own library."""
    if pathlib.Path(path).is_dir():
        raise ResultError(f"{path} is a folder; a sweep's file is {pathlib.Path(path) / 'merged.h5'}")
    if pathlib.Path(path).is_file() and not h5py.is_hdf5(path):
        raise ResultError(f"{path} is no result file")


@contextlib.contextmanager
def opened(path):
    """The file for reading, without a lock; whatever is wrong with it is a ResultError."""
    _require_hdf5(path)
    try:
        with h5py.File(path, "r", locking=False) as file:
            yield file
    except FileNotFoundError as error:
        raise ResultError(f"cannot read {path}: no such file") from error
    except UNREADABLE as error:
        raise ResultError(f"cannot read {path}: {error}") from error


def load(path, columns=None, complete=False):
    """A file in memory, or of it `columns`: {table: names, or None for all}. Raises ResultError.

    complete: refuse what an interrupted run left.
    """
    with opened(path) as file:
        result = _read(path, file, columns)
    if complete and not result.complete:
        raise ResultError(f"{path} is incomplete: it was interrupted, or is still being written")
    return result


def table_of(records, names):
    """The other way round: dicts as a table, in the form in which load() gives its tables."""
    columns = {name: [record[name] for record in records] for name in names}
    if pandas:
        return pandas.DataFrame(columns)
    return {name: np.array(values, dtype=object if isinstance(next(iter(values), 0), str) else None)
            for name, values in columns.items()}


def rows(table):
    """A table (either form) as a list of dicts, in order; such a list stays what it is."""
    if isinstance(table, list):
        return table
    names = list(table.keys())
    return [dict(zip(names, values)) for values in zip(*(list(table[name]) for name in names))]
