"""Every text of the program is translated, and the catalogues are in step with the code."""

import argparse
import re
import sys
from pathlib import Path

import pytest

from rnrviz import language
from rnrviz.network.problems import InputError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "packaging"))
import catalogues

CODES = [path.stem for path in sorted(catalogues.LANGUAGES.glob("*.po"))]


@pytest.fixture(autouse=True)
def english_again():
    yield
    language.set_language("en")


@pytest.fixture(scope="module")
def template():
    return catalogues.extract()


def catalogue(code):
    return catalogues.read(catalogues.LANGUAGES / f"{code}.po")


def test_every_language_but_the_source_has_a_catalogue():
    assert set(CODES) | {language.SOURCE} == {code for code, _ in language.available()}


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated_and_none_is_left_over(code, template):
    known = {message.id for message in catalogue(code) if message.id}
    wanted = {message.id for message in template if message.id}
    assert not wanted - known, "run packaging/catalogues.py and translate"
    assert not known - wanted, "run packaging/catalogues.py"
    assert not catalogues.missing(catalogue(code))


@pytest.mark.parametrize("code", CODES)
def test_translations_have_the_fields_of_their_text(code):
    whole = catalogue(code)
    for message in whole:
        if message.id:
            assert not list(message.check(whole)), message.id
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            assert fields(texts[-1]) == fields(forms[-1]), message.id


def fields(text):
    from string import Formatter

    return sorted((name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name)


@pytest.mark.parametrize("code", CODES)
def test_the_compiled_catalogue_is_in_step(code):
    compiled = (catalogues.LANGUAGES / f"{code}.mo").read_bytes()
    assert compiled == catalogues.compiled(catalogue(code)), "run packaging/catalogues.py"


def test_spanish_is_spoken_and_english_again():
    language.set_language("es")
    assert language.tr("Quit") == "Salir"
    assert language.ntr("{n} block", "{n} blocks", 1) == "{n} bloque"
    assert language.ntr("{n} block", "{n} blocks", 2) == "{n} bloques"
    assert str(InputError("There is no such file.")) == "No existe ese fichero."
    language.set_language("en")
    assert language.tr("Quit") == "Quit"


@pytest.mark.parametrize("code", ["xx", "", "../es"])
def test_an_unknown_language_is_english(code):
    language.set_language(code)
    assert language.language() == "en"
    assert language.tr("Quit") == "Quit"


@pytest.mark.parametrize(
    "variables, code",
    [
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "es_ES.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "es:en"}, "es"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "es"}, "es"),
    ],
)
def test_the_environment_chooses(monkeypatch, variables, code):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language.preferred() == code


def test_argparse_counts_in_the_language_of_the_program(monkeypatch):
    """Of an option with two values, `gradients --blocks 3`, it says by `ngettext` that one is missing."""
    from rnrviz.app import argument_words

    monkeypatch.setattr(argument_words, "ntr", lambda one, many, n: f"{n} ({many})")
    argument_words.translate()
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("--blocks", nargs=2)
    with pytest.raises(argparse.ArgumentError, match=re.escape("2 (expected 2 arguments)")):
        parser.parse_args(["--blocks", "3"])
    monkeypatch.undo()
    argument_words.translate()
