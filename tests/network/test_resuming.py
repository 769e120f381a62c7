"""A training that is taken apart, written, read and put together goes on as if it had never stopped, to the bit."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from rnrviz.network import checkpoints, files
from rnrviz.network.problems import InputError
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.descent import train
from rnrviz.network.training.state import parts

TASK = '[task]\nname = "anbncn"\nlongest = 4\n[network]\narchitecture = "lstm"\n[algorithm]\ncheck_every = 33\n'
ALGORITHMS = {
    "adam": "strings = 330",
    "momentum in batches": 'strings = 231\nrule = "descent"\nmomentum = 0.9\nbatch = 5\nalpha = 0.05',
    "epochs of a falling rate": 'strings = 231\nrule = "rmsprop"\ndraw = "epoch"\ndecay = 0.9\nalpha = 0.01',
    "token by token": 'strings = 231\nrule = "descent"\nupdate = "token"\nmomentum = 0.5\nalpha = 0.05\ndecay = 0.5',
    "Adam token by token": 'strings = 231\nupdate = "token"\nalpha = 0.01',
    "the Kalman filter": 'strings = 231\nrule = "kalman"',
    "the global Kalman filter": 'strings = 231\nrule = "kalman-global"\nr_last = 1\ndraw = "epoch"',
    "in order, truncated": 'strings = 231\ndraw = "order"\nback = 5\nevery = 2\nbatch = 50',
}


def read(folder: Path, algorithm: str) -> recipes.Recipe:
    (folder / "task.toml").write_text(TASK + algorithm)
    return recipes.read(folder / "task.toml")


def run(recipe, progress=None):
    return list(train(recipe.network, recipe.strings, recipe.judge, recipe.settings, progress))


def model(folder, recipe, progress) -> bytes:
    files.save(recipes.trained(recipe, progress, ""), folder / "model.safetensors")
    return (folder / "model.safetensors").read_bytes()


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_it_goes_on_to_the_bit_from_every_check(tmp_path, algorithm):
    recipe = read(tmp_path, algorithm)
    through = run(recipe)
    for stop in through:
        checkpoints.save(tmp_path / "x.checkpoint", recipe, stop)
        again = checkpoints.load(tmp_path / "x.checkpoint", recipe)
        end = (run(recipe, again) or [again])[-1]
        assert model(tmp_path, recipe, end) == model(tmp_path, recipe, through[-1])
        assert end.last.vector.tobytes() == through[-1].last.vector.tobytes()
    assert len({progress.last.vector.tobytes() for progress in through}) > 3


def test_a_checkpoint_of_before_there_was_foresight_still_opens(tmp_path):
    recipe = read(tmp_path, ALGORITHMS["adam"])
    stop, *_, end = run(recipe)
    checkpoints.save(tmp_path / "x.checkpoint", recipe, stop)
    metadata, arrays = files.read(tmp_path / "x.checkpoint")
    numbers = json.loads(metadata["numbers"])
    assert numbers.pop("best_foreseen") == 0.0
    save_file(arrays, tmp_path / "x.checkpoint", metadata | {"numbers": json.dumps(numbers)})
    again = checkpoints.load(tmp_path / "x.checkpoint", recipe)
    assert model(tmp_path, recipe, run(recipe, again)[-1]) == model(tmp_path, recipe, end)


def test_what_is_remembered_matters(tmp_path):
    """A checkpoint without its moments, its waiting gradient, its queue or its generator ends elsewhere."""
    recipe = read(tmp_path, ALGORITHMS["momentum in batches"])
    stop, *_, end = run(recipe)
    zeros = np.zeros_like(stop.state.first)
    random = dict(np.random.default_rng(99).bit_generator.state)
    for lost in ({"first": zeros}, {"waiting": zeros}, {"queue": stop.state.queue[:0]}, {"random": random}):
        elsewhere = run(recipe, replace(stop, state=replace(stop.state, **lost)))[-1]
        assert elsewhere.last.vector.tobytes() != end.last.vector.tobytes(), lost


def test_a_progress_stays_as_it_was_while_the_training_goes_on(tmp_path):
    recipe = read(tmp_path, ALGORITHMS["adam"])
    kept = [(progress, parts(progress)) for progress in train(recipe.network, recipe.strings, [], recipe.settings)]
    for progress, (arrays, numbers) in kept:
        now, same = parts(progress)
        assert numbers == same and all(np.array_equal(now[name], arrays[name]) for name in arrays)


def spoilt(folder, change) -> str:
    """What is said of a checkpoint with something in it changed."""
    recipe = read(folder, ALGORITHMS["adam"])
    path = folder / "x.checkpoint"
    checkpoints.save(path, recipe, run(recipe)[0])
    metadata, arrays = files.read(path)
    change(metadata, arrays)
    save_file(arrays, path, metadata)
    with pytest.raises(InputError) as caught:
        checkpoints.load(path, recipe)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path} is no checkpoint of this training: ")
    assert sentence.endswith(" Remove it, or begin anew with --fresh.")
    return sentence


BAD = {
    "another version": (lambda m, a: m.update(rnrviz_checkpoint="7"), "rnrviz_checkpoint is '7'; expected 1."),
    "a model": (lambda m, a: m.clear(), "rnrviz_checkpoint is None; expected 1."),
    "no recipe": (lambda m, a: m.update(recipe="[1]"), "recipe is '[1]'; expected JSON {…}."),
    "another recipe": (
        lambda m, a: m.update(recipe=m["recipe"].replace("330", "30")),
        "[algorithm] strings was 30 there and is 330 now.",
    ),
    "a section gone": (
        lambda m, a: m.update(recipe='{"task": 3}'),
        "[task] name was None there and is 'anbncn' now.",
    ),
    "no numbers": (lambda m, a: m.update(numbers=""), "numbers is ''; expected JSON {…}."),
    "a text for a number": (
        lambda m, a: m.update(numbers=m["numbers"].replace('"strings": 33', '"strings": "33"')),
        "strings is '33'; expected int.",
    ),
    "too many strings": (
        lambda m, a: m.update(numbers=m["numbers"].replace('"strings": 33', '"strings": 999')),
        "strings is 999; expected 0 … 330.",
    ),
    "nothing that can be compared": (
        lambda m, a: m.update(numbers=m["numbers"].replace('"best_foreseen": 0.0', '"best_foreseen": NaN')),
        "best_foreseen is nan; expected float.",
    ),
    "another generator": (
        lambda m, a: m.update(numbers=m["numbers"].replace("PCG64", "XYZ")),
        "expected PCG64.",
    ),
    "a tensor gone": (lambda m, a: a.pop("second"), "tensors is 'best, curve, first, queue, updates"),
    "a short tensor": (lambda m, a: a.update(first=a["first"][1:].copy()), "first is ("),
    "no number": (lambda m, a: a.update(best=a["best"] * np.nan), "best is 'NaN'; expected finite."),
    "a string that is not there": (
        lambda m, a: a.update(queue=np.array([4.0])),
        "queue is array([4.]); expected 0 … 3",
    ),
    "half an update": (lambda m, a: a.update(updates=np.array([0.5, 0.0])), "updates is array([0.5, 0. ])"),
    "a narrow curve": (lambda m, a: a.update(curve=np.zeros((2, 2))), "curve is (2, 2); expected (n, 3)."),
}


@pytest.mark.parametrize(("change", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_checkpoint_is_told_in_a_sentence(tmp_path, change, sentence):
    assert sentence in spoilt(tmp_path, change)


def test_what_is_no_safetensors_file_is_no_checkpoint(tmp_path):
    recipe = read(tmp_path, ALGORITHMS["adam"])
    (tmp_path / "x.checkpoint").write_bytes(b"\x80\x04 not one of ours")
    with pytest.raises(InputError, match="This is not a safetensors file"):
        checkpoints.load(tmp_path / "x.checkpoint", recipe)
