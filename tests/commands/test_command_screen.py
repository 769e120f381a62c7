"""A system without the libraries of Qt, or without the screen that is named: one sentence, and no abort."""

import os
import sys
from pathlib import Path

import pytest
from program import refused, rnrviz_command

from rnrviz.app import screen

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))
import system

linux = pytest.mark.skipif(sys.platform != "linux", reason="libraries are looked up on Linux only")
WITHOUT_QT = """
import sys

sys.modules["PySide6.QtWidgets"] = None
from rnrviz.app.command_line import main

sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def bare(tmp_path):
    """A folder of programs whose ldd finds that two libraries are missing, and says one of them twice."""
    ldd = tmp_path / "ldd"
    lines = ("libEGL.so.1 => not found", "libm.so.6 => /lib/libm.so.6 (0x1)", "libxcb-icccm.so.4 => not found") * 2
    ldd.write_text("#!/bin/sh\necho '\t" + "\n\t".join(lines) + "'\n", "utf-8")
    ldd.chmod(0o755)
    return os.pathsep.join((str(tmp_path), os.environ["PATH"]))


LACKING = (
    "rnrviz: The window needs libraries that this system lacks: libEGL.so.1, libxcb-icccm.so.4. "
    "On Debian and Ubuntu: sudo apt-get install libegl1 libxcb-icccm4"
)


def test_a_platform_that_is_not_there_ends_with_a_sentence(tmp_path):
    done = rnrviz_command(tmp_path, QT_QPA_PLATFORM="nowhere")
    sentence = "rnrviz: The screen nowhere cannot be used; see rnrviz --help for what needs none.\n"
    assert (done.returncode, done.stderr.decode()) == (2, sentence)


@linux
def test_a_screen_without_its_libraries_ends_with_their_names(tmp_path, bare):
    done = rnrviz_command(tmp_path, QT_QPA_PLATFORM="xcb", DISPLAY=":987", PATH=bare)
    assert (done.returncode, done.stderr.decode()) == (2, LACKING + "\n")


@linux
@pytest.mark.parametrize("words", [(), ("render", "elman.safetensors", "ab", "--view", "staves", "-o", "it.png")])
def test_qt_without_its_libraries_ends_with_their_names(folder, bare, monkeypatch, words):
    monkeypatch.setenv("PATH", bare)
    monkeypatch.setattr("program.MODULE", ("-c", WITHOUT_QT))
    assert refused(folder, *words) == LACKING


def test_what_is_not_of_qt_is_told_as_it_is(monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(screen.InputError, match="The drawing library Qt cannot be loaded"):
        screen.load()


def test_packages_are_named_as_the_set_up_names_them():
    for library, package, *_ in system.BASE + system.SCREEN:
        assert screen.package(library) == package
