"""`rnrviz trace` in all its forms, and what it says of how a file was made."""

import csv
import json

import numpy as np
import xarray
from program import TEXT, refused, rnrviz_command


def test_tidy_netcdf_and_what_they_were_made_of(folder):
    for words in (("tidy.csv", "--tidy"), ("wide.csv",), ("t.nc",), ("t.npz",)):
        done = rnrviz_command(folder, "trace", "lstm.safetensors", TEXT, "-o", *words)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    told = json.loads(str(np.load(folder / "t.npz")["made"]))
    assert (told["model"], "".join(told["sequence"])) == ("lstm.safetensors", TEXT)
    for name in ("tidy.csv", "wide.csv"):
        beside = json.loads((folder / f"{name}-metadata.json").read_text())
        with open(folder / name, newline="") as file:
            head = next(csv.reader(file))
        assert beside["dc:source"] == told and beside["url"] == name
        assert [column["name"] for column in beside["tableSchema"]["columns"]] == head
    with xarray.open_dataset(folder / "t.nc", engine="h5netcdf") as found:
        assert json.loads(found.attrs["made"]) == told and found.x.dims == ("t", "block", "cell")


def test_tidy_is_for_csv_only(folder):
    assert "--tidy does not go with .nc" in refused(folder, "trace", "lstm.safetensors", TEXT, "--tidy", "-o", "u.nc")


def test_a_file_of_gradients_says_what_it_was_made_of(folder):
    words = ("--method", "bptt", "--truncate", "2", "--per-step")
    done = rnrviz_command(folder, "gradients", "lstm.safetensors", TEXT, *words, "-o", "g.npz")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    told = json.loads(str(np.load(folder / "g.npz")["made"]))
    assert told["options"] == {"method": "bptt", "truncate": 2, "per_step": True}
    assert (told["model"], "".join(told["sequence"])) == ("lstm.safetensors", TEXT)
