"""Whatever is wrong in a lesson's file is told in one sentence: file, page, key, found, expected."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnrviz.document import lesson_scene, lessons
from rnrviz.document.lesson_reader import read
from rnrviz.network.problems import InputError
from rnrviz.paths import resource

HEAD = 'title = "T"\nsection = "S"\nmodel = "anbncn-lstm"\n'
OWN = "n_U = n_V\\nn_X = 3\\nn_Y = n_V\\n"
OWN += "x = tanh(X[t])\\nX = W_x_u @ u[t] + W_x_x @ x[t-1]\\ny = softmax(Y[t])\\nY = W_y_x @ x[t]"
PAGE = 'points = "tape"\n[scene]\ntext = "abc"\ncursor = 1\n'


def written(tmp_path, head=HEAD, page=PAGE, body="# Title\n\nText.\n"):
    path = tmp_path / "mine.en.md"
    path.write_text(f"+++\n{head}+++\n\n***\n\n+++\n{page}+++\n{body}", encoding="utf-8")
    return path


def test_a_small_lesson(tmp_path):
    lesson = read(written(tmp_path))
    assert (lesson.title, lesson.section, lesson.name, lesson.language) == ("T", "S", "mine", "en")
    assert lesson.pages[0].title == "Title" and lesson.pages[0].text == "Text." and not lesson.pages[0].waits


def test_a_network_beside_the_file_and_one_of_own_equations(tmp_path):
    model = tmp_path / "beside.safetensors"
    model.write_bytes(resource("models", "anbncn-lstm.safetensors").read_bytes())
    assert read(written(tmp_path, HEAD.replace("anbncn-lstm", "beside.safetensors")))
    head = f'title = "T"\nsection = "S"\nequations = "{OWN}"\nvocabulary = "a b c"\n'
    made = read(written(tmp_path, head))
    network = lesson_scene.document(made, 0).network
    assert network.architecture == "custom" and network.vocabulary.tokens == ("a", "b", "c")


WRONG = [
    ("head", 'title = "T"\n', "section"),
    ("head", HEAD + "more = 1\n", "more"),
    ("head", HEAD + 'order = "x"\n', "order"),
    ("head", "title = \n", "TOML"),
    ("head", HEAD.replace("anbncn-lstm", "nothing"), "page 1"),
    ("head", 'title = "T"\nsection = "S"\n', "model"),
    ("page", 'points = "moon"\n', "points"),
    ("page", "points = 3\n", "points"),
    ("page", "keep = 1\n", "keep"),
    ("page", '[scene]\ntext = "abx"\n', "x"),
    ("page", '[scene]\ntext = "ab"\ncursor = 3\n', "scene.cursor"),
    ("page", "[scene]\ncursor = -1\n", "scene.cursor"),
    ("page", "[scene]\nerror = 1\n", "scene.error"),
    ("page", '[scene]\nperspective = "x"\n', "scene.perspective"),
    ("page", "[scene]\nmoon = 1\n", "scene.moon"),
    ("page", '[scene]\nweight = ["W_x_x", [1, 1]]\n', "weight"),
    ("page", '[scene]\nweight = ["W_y", [0]]\n', "scene.weight"),
    ("page", '[scene]\ntext = "ab"\nstretch = [1, 9]\n', "scene.stretch"),
    ("page", "[scene]\nweights = { W_y = [1] }\n", "W_y"),
    ("page", '[scene]\nweights = { W_y = ["x"] }\n', "weights.W_y"),
    ("page", '[scene]\ncompare = "nothing"\n', "nothing"),
    ("page", '[scene]\n[scene.fault]\nkind = "none"\n', "kind"),
    ("page", "[await]\nmoon = 1\n", "await.moon"),
    ("page", '[await]\nweight = "W_x_x"\n', "await.weight"),
    ("page", "[await]\ncursor = true\n", "await.cursor"),
    ("page", '[await]\nweight = "W_y"\nvalue = [[9], 1]\n', "await.value"),
    ("page", "[await]\nvalue = [[1], 1]\n", "await.weight"),
    ("page", "[await]\ndescent = 0\n", "await.descent"),
    ("page", '[await.question]\nkind = "x"\n', "await.question.kind"),
    ("page", '[await.question]\nkind = "signal"\nname = "q"\n', "question"),
    ("page", '[await.fault]\nkind = "x"\n', "await.fault"),
    ("page", '[ask]\nchoices = ["a"]\nright = 1\n', "ask.choices"),
    ("page", '[ask]\nchoices = ["a", "b"]\n', "ask.right"),
    ("page", '[ask]\nchoices = ["a", "b"]\nright = 3\n', "ask.right"),
    ("page", "[ask]\nnumber = 1\n", "ask.tolerance"),
    ("page", "[ask]\nnumber = inf\ntolerance = 1\n", "ask.number"),
    ("page", "numbers = [1]\n", "numbers"),
    ("page", "numbers = [{ says = 1 }]\n", "numbers.says"),
    ("body", "Text.\n", "title"),
    ("body", "", "title"),
]


@pytest.mark.parametrize(("part", "text", "named"), WRONG)
def test_what_is_wrong_is_named(tmp_path, part, text, named):
    with pytest.raises(InputError) as caught:
        read(written(tmp_path, **{part: text}))
    said = str(caught.value)
    assert said.startswith("mine.en.md: ") and named in said and "\n" not in said
    assert ("page 1" in said) == (part != "head" or named in ("page 1", "model"))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"+++\n+++\n", b"# Title\n", b"x" * (10**6 + 1)])
def test_what_is_no_lesson_is_refused(tmp_path, content):
    path = tmp_path / "none.es.md"
    path.write_bytes(content)
    with pytest.raises(InputError, match="none"):
        read(path)
    for missing in (tmp_path / "no.md", tmp_path):
        with pytest.raises(InputError):
            read(missing)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_lesson_is_read_or_refused_in_one_sentence(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("l") / "l.en.md"
    content = bytearray(resource("lessons", "elman.en.md").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        assert read(path).pages
    except InputError as error:
        assert "\n" not in str(error)


def test_the_other_language_of_a_file(tmp_path):
    english = written(tmp_path)
    assert lessons.in_language(english, "es") == english
    spanish = tmp_path / "mine.es.md"
    spanish.write_text("x")
    assert lessons.in_language(english, "es") == spanish
    alone = tmp_path / "alone.md"
    assert lessons.in_language(alone, "es") == alone


def test_the_example_of_the_guide_is_right(tmp_path):
    """What is told to those who write lessons can be read, and every word that it offers is known."""
    guide = resource("lessons", "README.md").read_text(encoding="utf-8")
    example = "\n".join(line[4:] for line in guide.splitlines() if line.startswith("    ") or not line)
    path = tmp_path / "example.en.md"
    path.write_text(example[example.index("+++") :], encoding="utf-8")
    page = read(path).pages[0]
    assert page.points == "staves" and page.awaits == {"cursor": 3} and page.after and page.scene.values["cursor"] == 2
    for word in (*lessons.VIEWS, "fault", "descent", "truth", "readout"):
        assert word in guide
