"""What a Linux desktop is told about the program."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from rnrviz import __version__
from rnrviz.document.session_file import SUFFIX

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import desktop_files  # noqa: E402

FOLDER = ROOT / "packaging" / "desktop"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def entry():
    parser = configparser.ConfigParser(delimiters="=", interpolation=None)
    parser.optionxform = str
    parser.read(FOLDER / "rnrviz.desktop", "utf-8")
    return parser["Desktop Entry"]


@pytest.fixture(scope="module")
def component():
    return ElementTree.parse(FOLDER / "rnrviz.metainfo.xml").getroot()


@pytest.fixture(scope="module")
def kind():
    return ElementTree.parse(FOLDER / "rnrviz-mime.xml").getroot().find(f"{MIME}mime-type")


def test_the_entry_has_what_a_menu_needs(entry):
    assert entry["Type"] == "Application" and entry["Terminal"] == "false"
    assert {"Name", "Comment", "Comment[es]", "Icon", "Categories"} <= set(entry)
    assert all(entry[key].endswith(";") for key in ("MimeType", "Categories", "Keywords", "Keywords[es]"))


def test_the_entry_starts_the_command_that_is_installed(entry):
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    program, field = entry["Exec"].split()
    assert program in scripts and program == entry["TryExec"] and field == "%f"


def test_session_files_belong_to_the_program(entry, component, kind):
    assert kind.find(f"{MIME}glob").get("pattern") == f"*{SUFFIX}"
    assert kind.get("type") in entry["MimeType"].split(";")
    assert component.findtext("provides/mediatype") == kind.get("type")
    assert {each.get(LANGUAGE) for each in kind.findall(f"{MIME}comment")} == {None, "es"}


def test_the_metadata_has_what_a_software_centre_needs(entry, component):
    assert component.get("type") == "desktop-application"
    wanted = ("id", "metadata_license", "project_license", "name", "summary", "description", "content_rating")
    assert all(component.find(tag) is not None for tag in wanted)
    assert component.findtext("launchable") == "rnrviz.desktop"
    assert component.find("releases/release").get("version") == __version__
    told = {each.text for each in component.findall("categories/category")}
    assert told == set(entry["Categories"].strip(";").split(";"))


def test_every_text_of_the_metadata_is_there_in_spanish_too(component):
    for parent in (component, component.find("description"), component.find("description/ul")):
        for tag in ("summary", "p", "li"):
            languages = [each.get(LANGUAGE) for each in parent.findall(tag)]
            assert languages.count("es") == languages.count(None)


def test_summaries_are_one_short_sentence_without_a_stop(component):
    for each in component.findall("summary"):
        assert len(each.text) <= 90 and not each.text.endswith(".")


def test_everything_is_written_in_its_place_with_an_icon_in_every_size(tmp_path, qapp):
    written = desktop_files.write(tmp_path)
    assert len(written) == 4 + len(desktop_files.SIZES) and all(path.stat().st_size for path in written)
    for size in desktop_files.SIZES:
        image = QImage(str(tmp_path / f"icons/hicolor/{size}x{size}/apps/rnrviz.png"))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() == 0 and image.pixelColor(size // 2, 1).blue() > 120


@pytest.mark.skipif(os.name != "posix", reason="names that other systems do not allow")
@pytest.mark.parametrize("name", ["my tools", 'a"b`$', "50%", "back\\slash"])
def test_the_entry_names_the_program_where_no_path_leads_to_it(tmp_path, qapp, monkeypatch, name):
    program = tmp_path / name / "bin" / "rnrviz"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    monkeypatch.setattr(sys, "executable", str(program.parent / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    desktop_files.write(tmp_path)
    written = (tmp_path / "applications" / "rnrviz.desktop").read_text("utf-8")
    exec_line, try_line = re.search("\nExec=(.*)", written)[1], re.search("\nTryExec=(.*)", written)[1]
    once = exec_line.replace("\\\\", "\\").removesuffix(" %f").replace("%%", "%")
    assert once[0] == once[-1] == '"' and re.sub(r"\\(.)", r"\1", once[1:-1]) == str(program)
    assert try_line.replace("\\\\", "\\") == str(program)


def test_the_entry_stays_as_it_is_where_the_desktop_finds_the_program(tmp_path, qapp, monkeypatch):
    (tmp_path / "rnrviz").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    desktop_files.write(tmp_path)
    kept = (FOLDER / "rnrviz.desktop").read_text("utf-8")
    assert (tmp_path / "applications" / "rnrviz.desktop").read_text("utf-8") == kept


@pytest.mark.parametrize(
    "tool, name",
    [
        (("desktop-file-validate",), "rnrviz.desktop"),
        (("xmllint", "--noout"), "rnrviz-mime.xml"),
        (("appstreamcli", "validate", "--no-net", "--pedantic"), "rnrviz.metainfo.xml"),
    ],
)
def test_the_validator_has_nothing_to_say(tool, name):
    if not shutil.which(tool[0]):
        pytest.skip(f"{tool[0]} is not installed")
    done = subprocess.run([*tool, FOLDER / name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_type_of_session_files_can_be_registered(tmp_path, qapp):
    if not shutil.which("update-mime-database"):
        pytest.skip("update-mime-database is not installed")
    desktop_files.write(tmp_path)
    done = subprocess.run(["update-mime-database", tmp_path / "mime"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "application/x-rnrviz-session" in (tmp_path / "mime" / "types").read_text("utf-8")
