"""A trace as other libraries hold it: xarray with named dimensions (netCDF), pandas; and as a tidy table."""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    import pandas
    import xarray

    from rnrviz.network.provenance import Made
    from rnrviz.network.tables import Progress
    from rnrviz.network.trace import Trace

TIDY = ("t", "token", "target", "signal", "i", "j", "value")
EXTRA = "xarray"


def missing(library: str) -> InputError:
    """The sentence about a library that is not installed."""
    return InputError(
        "This kind of file needs the library {library}, which is not installed here (extra {extra}).",
        library=library,
        extra=EXTRA,
    )


def dimensions(trace: "Trace") -> dict[str, tuple[str, ...]]:
    """The dimensions of every signal after t: symbol, block, cell, unit, input; with a size where one name has two."""
    symbols, blocks = len(trace.network.vocabulary), {trace[n].shape[1] for n in trace.names if trace[n].ndim == 3}
    sizes: dict[str, int] = {"t": len(trace)}
    found: dict[str, tuple[str, ...]] = {}
    for name in trace.names:
        shape = trace[name].shape[1:]
        if len(shape) == 2:
            named: tuple[str, ...] = ("block", "cell")
        elif name in ("y", "Y", "d") or (name == "u" and shape == (symbols,)):
            named = ("symbol",)
        else:
            named = ("input",) if name == "u" else ("block",) if shape and shape[0] in blocks else ("unit",)
        named = tuple(
            dim if sizes.setdefault(dim, size) == size else f"{dim}_{size}"
            for dim, size in zip(named, shape, strict=False)
        )
        sizes |= dict(zip(named, shape, strict=True))
        found[name] = named
    return found


def to_xarray(trace: "Trace", told: "Made | None" = None) -> "xarray.Dataset":
    """Every signal with named dimensions; t, token, target and symbol are coordinates, what it was made of attributes.

    Raises InputError where xarray is missing.
    """
    try:
        import xarray
    except ImportError:
        raise missing("xarray") from None
    from rnrviz.network import provenance, tables

    told = told or provenance.made(trace)
    signals = {name: (("t", *named), np.array(trace[name])) for name, named in dimensions(trace).items()}
    coordinates: dict[str, Any] = {
        "t": np.arange(1, len(trace) + 1),
        "token": ("t", np.array(tables.tokens(trace), object)),
        "target": ("t", np.array([word or "" for word in tables.targets(trace)], object)),
    }
    tokens = trace.network.vocabulary.tokens
    if any("symbol" in named for named in dimensions(trace).values()):
        coordinates["symbol"] = np.array(tokens, object)
    attributes = {key: str(value) for key, value in told.items() if isinstance(value, str)}
    return xarray.Dataset(signals, coordinates, attributes | {"made": provenance.text(told)})


def to_pandas(trace: "Trace") -> "pandas.DataFrame":
    """A row for each instant t; columns as in the csv. Raises InputError where pandas is missing."""
    try:
        import pandas
    except ImportError:
        raise missing("pandas") from None
    from rnrviz.network import provenance, tables

    words = {"token": tables.tokens(trace), "target": tables.targets(trace)}
    index = pandas.RangeIndex(1, len(trace) + 1, name="t")
    frame = pandas.DataFrame(words | dict(tables.columns(trace)), index)
    frame.attrs = provenance.made(trace)
    return frame


def write_netcdf(trace: "Trace", path: str, progress: "Progress", told: "Made | None" = None) -> None:
    """netCDF 4, which xarray and much else reads."""
    dataset = to_xarray(trace, told)
    try:
        dataset.to_netcdf(path, engine="h5netcdf", format="NETCDF4")
    except (ImportError, ModuleNotFoundError):
        raise missing("h5netcdf") from None
    except ValueError as error:
        if "h5netcdf" in str(error):
            raise missing("h5netcdf") from None
        raise
    progress(1.0)


def write_tidy(trace: "Trace", path: str, progress: "Progress", told: "Made | None" = None) -> None:
    """One number a row: t, token, target, signal, i (block or unit), j (cell), value; empty where there is none."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(TIDY)
        for t, rows in enumerate(_tidy(trace), 1):
            table.writerows(rows)
            progress(t / len(trace))


def _tidy(trace: "Trace") -> Iterator[list[tuple[object, ...]]]:
    """The rows of each instant."""
    from rnrviz.network import tables

    places = [(name, index) for name in trace.names for index in np.ndindex(trace[name].shape[1:])]
    columns = np.stack([values for _, values in tables.columns(trace)], axis=1).tolist() if len(trace) else []
    named = [(name, *(i + 1 for i in index), *("",) * (2 - len(index))) for name, index in places]
    words = zip(tables.tokens(trace), tables.targets(trace), columns, strict=True)
    for t, (token, target, values) in enumerate(words, 1):
        yield [(t, token, target, *place, value) for place, value in zip(named, values, strict=True)]
