"""Traces in pandas, xarray, netCDF and tidy tables, and what each file says of how it was made."""

import csv
import json

import numpy as np
import pytest
import xarray
from pyarrow import parquet

from rnrviz.network import provenance, tables
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "ñ"))
NETWORKS = {
    "elman": random_network("elman", {"n_X": 3}, ABC, 1),
    "lstm": random_network("lstm", {"n_M": 2, "n_C": 3, "forget": True}, ABC, 2),
    "embedding": random_network("gru", {"n_X": 2, "n_U": 2}, ABC, 3, embedding="trained"),
    "unlike sizes": random_network("bidirectional", {"n_X": 2, "combine": "concat"}, ABC, 4),
}
TEXT = "abñab"


@pytest.fixture(params=NETWORKS)
def trace(request):
    return NETWORKS[request.param].run(TEXT)


def write(trace, path, tidy=False):
    tables.writer(str(path), tidy)(trace, str(path), lambda fraction: None, provenance.made(trace, "m.safetensors"))
    return path


def test_xarray_has_named_dimensions(trace):
    found = trace.to_xarray()
    for name in trace.names:
        np.testing.assert_array_equal(found[name].values, trace[name])
        assert found[name].dims[0] == "t"
    assert found.y.dims == ("t", "symbol") and found.y.sel(symbol="ñ", t=2) == trace["y"][1, 2]
    assert list(found.token.values) == list(TEXT) and list(found.target.values) == [*TEXT[1:], ""]
    if "phi" in trace.names:
        assert found.x.dims == ("t", "block", "cell") and found.phi.dims == ("t", "block")


def test_pandas_has_the_columns_of_the_csv(trace, tmp_path):
    frame = trace.to_pandas()
    with open(write(trace, tmp_path / "t.csv"), encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert [frame.index.name, *frame.columns] == head and list(frame.index) == [1, 2, 3, 4, 5]
    np.testing.assert_array_equal(frame[head[3:]].to_numpy(float), np.array([row[3:] for row in rows], float))
    assert frame.attrs["sequence"] == list(TEXT)


def test_netcdf(trace, tmp_path):
    with xarray.open_dataset(write(trace, tmp_path / "t.nc"), engine="h5netcdf") as found:
        for name in trace.names:
            np.testing.assert_array_equal(found[name].values, trace[name])
        assert found.attrs["model"] == "m.safetensors" and list(found.symbol.values) == ["a", "b", "ñ"]
        assert json.loads(found.attrs["made"])["sequence"] == list(TEXT)


def test_a_tidy_table_has_every_number_once(trace, tmp_path):
    with open(write(trace, tmp_path / "t.csv", tidy=True), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["t", "token", "target", "signal", "i", "j", "value"]
    assert len(rows) == sum(trace[name].size for name in trace.names)
    for row in rows:
        index = tuple(int(row[k]) - 1 for k in "ij" if row[k])
        t = int(row["t"]) - 1
        np.testing.assert_array_equal(float(row["value"]), trace[row["signal"]][t, *index])
        assert (row["token"], row["target"]) == (TEXT[t], TEXT[t + 1 : t + 2])


def test_every_file_says_what_it_was_made_of(trace, tmp_path):
    expected = json.loads(json.dumps(provenance.made(trace, "m.safetensors")))
    assert set(expected) >= {"model", "sha256", "sequence", "version", "versions"} and len(expected["sha256"]) == 64
    assert json.loads(str(np.load(write(trace, tmp_path / "t.npz"))["made"])) == expected
    assert json.loads(write(trace, tmp_path / "t.json").read_text("utf-8"))["made"] == expected
    metadata = parquet.read_schema(write(trace, tmp_path / "t.parquet")).metadata
    assert json.loads(metadata[b"rnrviz"]) == expected
    text = tables.beside_csv(trace, str(tmp_path / "t.csv"), expected, False)
    assert tables.name_beside("t.csv") == "t.csv-metadata.json" and json.loads(text)["dc:source"] == expected
    listed = [column["name"] for column in json.loads(text)["tableSchema"]["columns"]]
    assert listed == write(trace, tmp_path / "t.csv").read_text("utf-8").splitlines()[0].split(",")


def test_a_fingerprint_is_of_what_the_network_is():
    one = NETWORKS["elman"]
    same = random_network("elman", {"n_X": 3}, ABC, 1)
    assert provenance.fingerprint(one) == provenance.fingerprint(same)
    others = [one.with_value("W_y", (0,), 1e-300), *list(NETWORKS.values())[1:]]
    assert len({provenance.fingerprint(network) for network in (one, *others)}) == 5


@pytest.mark.parametrize("text", ["", "a"])
def test_short_runs(tmp_path, text):
    trace = NETWORKS["lstm"].run(text)
    assert trace.to_xarray().sizes["t"] == len(trace.to_pandas()) == len(text)
    for name in ("t.nc", "t.csv", "t.npz", "t.json", "t.parquet"):
        assert write(trace, tmp_path / name).exists()
    assert len(write(trace, tmp_path / "t.csv", tidy=True).read_text().splitlines()) == 1 + len(text) * (
        sum(trace[name].size for name in trace.names) // max(1, len(text))
    )


def test_tidy_is_for_csv():
    with pytest.raises(InputError, match="--tidy does not go with"):
        tables.writer("t.npz", tidy=True)


@pytest.mark.parametrize(("library", "name"), [("xarray", "to_xarray"), ("pandas", "to_pandas")])
def test_a_missing_library_is_told(monkeypatch, library, name):
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(InputError, match=f"needs the library {library}"):
        getattr(NETWORKS["elman"].run("ab"), name)()


def test_a_missing_writer_of_netcdf_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "h5netcdf", None)
    with pytest.raises(InputError, match="needs the library h5netcdf"):
        write(NETWORKS["elman"].run("ab"), tmp_path / "t.nc")
