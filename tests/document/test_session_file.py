"""Sessions on disk: what is saved comes back, and whatever is broken is refused in one sentence."""

import json
import os
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnrviz.document import session_file
from rnrviz.document.document import Document
from rnrviz.document.session_file import FIRST, TEXT, Kept
from rnrviz.network.faults import Fault
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.question import Question
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "c", "T"))
NET = random_network("lstm", {"n_M": 2, "n_C": 2, "forget": True}, ABC, 1)
OTHER = random_network("elman", {"n_X": 3}, ABC, 2)
FULL = Document(
    NET, "aabbT", 4, "sum", "a «name»", ("W_phi_u", (1, 2)), 2, Fault("flip", 3, 0.5, "phi"),
    Question("gradient", "W_phi_u", (1, 2), errors=(1, 4)), "whole", (2, 3), ("x", (1, 0)),
)  # fmt: skip


def same(a, b):
    assert replace(a, network=NET) == replace(b, network=NET)
    assert a.network.architecture == b.network.architecture and a.network.config == b.network.config
    assert a.network.vector.tobytes() == b.network.vector.tobytes()


@pytest.mark.parametrize("document", [FULL, Document(NET), Document(OTHER, "ab", 2)])
@pytest.mark.parametrize("second", [None, (OTHER, "the other")])
def test_what_is_saved_comes_back(tmp_path, document, second):
    path = tmp_path / "s.rnrviz"
    session_file.save(Kept(document, second, {"perspective": "memory", "zoomed": 1.5}), path)
    kept = session_file.load(path)
    same(kept.document, document)
    assert kept.look == {"perspective": "memory", "zoomed": 1.5}
    assert (kept.second and kept.second[1]) == (second and second[1])
    first = path.read_bytes()
    session_file.save(kept, path)
    assert path.read_bytes() == first


def changed(tmp_path, change):
    """A session whose text was changed by hand."""
    path, other = tmp_path / "s.rnrviz", tmp_path / "changed.rnrviz"
    session_file.save(Kept(FULL), path)
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as made:
        text = json.loads(archive.read(TEXT))
        change(text)
        made.writestr(TEXT, json.dumps(text))
        made.writestr(FIRST, archive.read(FIRST))
    return other


WRONG = [
    ("cursor", -1), ("cursor", 1.5), ("cursor", True), ("text", None), ("source", 3), ("error", "all"), ("back", 9),
    ("weight", ["W_phi_u", [9, 9]]), ("weight", ["nothing", [0]]), ("weight", "W"), ("unit", ["x", [0]]), ("unit", 1),
    ("unit", [[], []]), ("stretch", [3, 2]), ("stretch", [0, 1]), ("stretch", "ab"), ("truth", "mine"), ("fault", 1),
    ("fault", {"kind": "none"}), ("fault", {"kind": "flip", "signal": "u"}), ("fault", {"kind": "mean", "t_0": 0}),
    ("question", {"kind": "signal", "name": "x", "index": [7, 7], "t": 1}), ("question", []),
    ("question", {"kind": "signal", "name": "q", "index": [0], "t": 1}), ("question", {"kind": 1, "name": "x"}),
    ("fault", {"kind": "online", "alpha": float("inf")}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_is_named(tmp_path, key, value):
    path = changed(tmp_path, lambda text: text["document"].update({key: value}))
    with pytest.raises(InputError) as caught:
        session_file.load(path)
    assert "changed.rnrviz" in str(caught.value) and "\n" not in str(caught.value)


def test_what_is_missing_is_usual_and_what_is_new_is_left_out(tmp_path):
    def change(text):
        text["document"] = {"text": "ab", "of a later version": 1}
        text["more"] = 2

    kept = session_file.load(changed(tmp_path, change))
    same(kept.document, Document(NET, "ab"))


def test_a_later_version_says_so(tmp_path):
    with pytest.raises(InputError, match="later version"):
        session_file.load(changed(tmp_path, lambda text: text.update(rnrviz=session_file.VERSION + 1)))


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_in_one_sentence(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("s") / "s.rnrviz"
    session_file.save(Kept(FULL, (OTHER, "b"), {"x": 1}), path)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        kept = session_file.load(path)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert np.isfinite(kept.document.network.vector).all()


@pytest.mark.parametrize("name", ["nothing.rnrviz", ".", "text.rnrviz"])
def test_what_is_no_session_is_refused(tmp_path, name):
    (tmp_path / "text.rnrviz").write_text("abc")
    with pytest.raises(InputError):
        session_file.load(tmp_path / name)


def test_an_older_file_stays_when_the_new_one_cannot_be_written(tmp_path, monkeypatch):
    path = tmp_path / "s.rnrviz"
    session_file.save(Kept(FULL), path)
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "no space")

    monkeypatch.setattr(session_file, "_zip", full)
    with pytest.raises(InputError, match="disk is full"):
        session_file.save(Kept(Document(OTHER)), path)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["s.rnrviz"]
