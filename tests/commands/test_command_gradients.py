"""`rnrviz gradients` with every method, and `rnrviz data`: the files hold what the functions give."""

import numpy as np
import pytest
from program import TEXT, refused, rnrviz_command

import rnrviz
from rnrviz.network import files
from rnrviz.network.contributions import norms_of_contributions, norms_of_errors
from rnrviz.network.flow import flow_from_weight, state_jacobians
from rnrviz.network.gradients import Gradients, deltas
from rnrviz.network.network import random_network
from rnrviz.network.sensitivities import sensitivities
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Vocabulary


def recorded(folder, model="lstm") -> Trace:
    return rnrviz.load(folder / f"{model}.safetensors").run(TEXT)


def made(folder, *words, model="lstm") -> dict[str, np.ndarray]:
    """The arrays that a command writes."""
    command, *options = words
    done = rnrviz_command(folder, command, f"{model}.safetensors", TEXT, *options, "-o", "made.npz")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    with np.load(folder / "made.npz") as found:
        return {name: found[name] for name in found.files}


def assert_same(found: dict[str, np.ndarray], gradients: Gradients) -> None:
    assert found["method"] == gradients.method and found["shared"] == gradients.shared
    for name in gradients.names:
        np.testing.assert_allclose(found[f"gradient/{name}"], gradients[name], rtol=1e-12, atol=1e-15)
        assert (f"gradient_t/{name}" in found) == (gradients.steps is not None)
        if gradients.steps is not None:
            np.testing.assert_allclose(found[f"gradient_t/{name}"], gradients.each(name), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("per_step", [False, True])
@pytest.mark.parametrize(
    ("words", "function"),
    [
        (("--method", "complex"), lambda run, each: rnrviz.complex_step(run.network, run, per_step=each)),
        (("--method", "scissors"), lambda run, each: rnrviz.scissors(run, per_step=each)),
        (("--blocks", "4", "3"), lambda run, each: rnrviz.bptt_blocks(run, 4, 3, per_step=each)),
        (("--mean",), lambda run, each: rnrviz.mean_of_copies(rnrviz.bptt(run, per_step=each), run)),
        (
            ("--mean", "--truncate", "2"),
            lambda run, each: rnrviz.mean_of_copies(rnrviz.bptt(run, truncate=2, per_step=each), run),
        ),
    ],
)
def test_the_files_hold_what_the_functions_give(folder, words, function, per_step):
    found = made(folder, "gradients", *words, *(("--per-step",) if per_step else ()))
    expected = function(recorded(folder), per_step)
    assert_same(found, expected)
    assert ("copies/W_y" in found) == ("--mean" in words)
    if "--mean" in words:
        np.testing.assert_array_equal(found["copies/W_y"], [8, 8, 8])


def test_on_line_the_weights_after_the_last_token_are_written_too(folder):
    found = made(folder, "gradients", "--method", "online", "--alpha", "0.1")
    expected = rnrviz.online(recorded(folder), 0.1)
    np.testing.assert_allclose(found["E"], expected.gradients.E, rtol=1e-12)
    for name, values in expected.network.parameters.items():
        np.testing.assert_allclose(found[f"after/{name}"], values, rtol=1e-12)
        np.testing.assert_allclose(found[f"gradient/{name}"], expected.gradients[name], rtol=1e-12, atol=1e-15)
    assert "gradient_t/W_y" not in found
    assert "gradient_t/W_y" in made(folder, "gradients", "--method", "online", "--alpha", "0", "--per-step")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--truncate", "2", "--blocks", "4", "2"), "--truncate or --blocks"),
        (("--blocks", "2", "4"), "h ≥ h' ≥ 1"),
        (("--blocks", "4"), "expected 2 arguments"),
        (("--blocks", "4", "0"), "above 0"),
        (("--method", "rtrl", "--blocks", "4", "2"), "goes with the method bptt only"),
        (("--method", "scissors", "--truncate", "2"), "goes with the method bptt only"),
        (("--alpha", "0.1"), "goes with the method online only"),
        (("--method", "online"), "needs --alpha"),
        (("--method", "online", "--alpha", "-1"), "expected a number"),
    ],
)
def test_options_that_do_not_go_together(folder, words, sentence):
    assert sentence in refused(folder, "gradients", "elman.safetensors", "ab", "-o", "x.npz", *words)


@pytest.mark.parametrize("at", [(), ("--at", "4")])
def test_deltas(folder, at):
    found = made(folder, "data", "--what", "deltas", *at)
    expected = deltas(recorded(folder), (4, 4) if at else None)
    assert {name for name in found if name != "E"} == {f"delta/{name}" for name in recorded(folder).names[:-2]}
    for name in ("u", "Z", "x", "phi", "Y", "y"):
        np.testing.assert_allclose(found[f"delta/{name}"], expected[name], rtol=1e-12, atol=1e-15)


def test_contributions_and_errors(folder):
    run = recorded(folder)
    whole = made(folder, "data", "--what", "contributions", "--parameter", "W_z_u")["contribution/W_z_u"]
    np.testing.assert_allclose(whole, rnrviz.contributions(run, "W_z_u"), rtol=1e-12, atol=1e-15)
    entry = made(folder, "data", "--what", "contributions", "--parameter", "W_z_u", "--entry", "2", "1")
    np.testing.assert_array_equal(entry["contribution/W_z_u"], whole[:, :, 1, 0])
    norms = made(folder, "data", "--what", "contributions")
    for name, expected in norms_of_contributions(run).items():
        np.testing.assert_allclose(norms[f"norm/{name}"], expected, rtol=1e-12, atol=1e-15)
    for words, name in (((), "x"), (("--signal", "phi"), "phi")):
        found = made(folder, "data", "--what", "errors", *words)[f"norm/{name}"]
        np.testing.assert_allclose(found, norms_of_errors(run, name), rtol=1e-12, atol=1e-15)


def test_flow(folder):
    run = recorded(folder)
    found = made(folder, "data", "--what", "flow", "--at", "3")
    np.testing.assert_allclose(found["from/x"], rnrviz.flow_from(run, 3), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(found["to/x"], rnrviz.flow_to(run, 3), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(found["norm_from/x"], np.linalg.norm(found["from/x"].reshape(9, -1), axis=1))
    other = made(folder, "data", "--what", "flow", "--at", "3", "--signal", "z", "--of", "x")
    np.testing.assert_allclose(other["from/z"], rnrviz.flow_from(run, 3, "z", "x"), rtol=1e-12, atol=1e-15)
    weight = made(folder, "data", "--what", "flow", "--at", "3", "--parameter", "W_z")
    np.testing.assert_allclose(weight["from/W_z"], flow_from_weight(run, 3, "W_z"), rtol=1e-12, atol=1e-15)


def test_sensitivities(folder):
    run = recorded(folder)
    found = made(folder, "data", "--what", "sensitivities", "--at", "5")
    table = sensitivities(run, 5, ["x"])["x"]
    assert {f"sensitivity/x/{name}" for name in run.network.parameters} <= set(found)
    for name, parameter in run.network.program.parameters.items():
        np.testing.assert_array_equal(found[f"sensitivity/x/{name}"].reshape(*table.shape[:-1], -1),
                                      table[..., parameter.slice])  # fmt: skip


def test_jacobians_and_radius(folder):
    run = recorded(folder)
    found = made(folder, "data", "--what", "jacobians")
    np.testing.assert_allclose(found["jacobian"], state_jacobians(run), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(found["radius"], rnrviz.spectral_radius(run), rtol=1e-9)
    only = made(folder, "data", "--what", "radius")
    assert set(only) == {"E", "radius"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--what", "guess"), "invalid choice"),
        ((), "required"),
        (("--what", "deltas", "--at", "9"), "no instant 9"),
        (("--what", "deltas", "--signal", "x"), "--signal does not go with deltas"),
        (("--what", "radius", "--at", "1"), "--at does not go with radius"),
        (("--what", "flow"), "needs --at"),
        (("--what", "flow", "--at", "9"), "no instant 9"),
        (("--what", "flow", "--at", "1", "--signal", "q"), "no signal 'q'"),
        (("--what", "flow", "--at", "1", "--signal", "x", "--parameter", "W_x"), "not both"),
        (("--what", "contributions", "--entry", "1"), "needs --parameter"),
        (("--what", "contributions", "--parameter", "W_x", "--entry", "4"), "no entry"),
        (("--what", "contributions", "--parameter", "W_q"), "no trained parameter"),
        (("--what", "errors", "--signal", "q"), "no signal 'q'"),
    ],
)
def test_wrong_questions_for_data_are_refused(folder, words, sentence):
    assert sentence in refused(folder, "data", "elman.safetensors", "ab", "-o", "x.npz", *words)


def test_a_network_that_looks_ahead(folder):
    network = random_network("bidirectional", {"n_X": 3}, Vocabulary(("a", "b", "c")), 1)
    files.save(network, folder / "both.safetensors")
    done = rnrviz_command(folder, "check", "both.safetensors", TEXT)
    text = done.stdout.decode()
    assert done.returncode == 0 and "RTRL does not apply" in text and "EQUAL." in text
    for method in (("rtrl",), ("online", "--alpha", "0.1")):
        words = ("gradients", "both.safetensors", TEXT, "-o", "x.npz", "--method", *method)
        assert "RTRL does not apply" in refused(folder, *words)
    found = made(folder, "data", "--what", "jacobians", model="both")
    assert found["jacobian_back"].shape == (9, 3, 3) and (found["radius_back"] > 0).all()


def test_check_shows_the_methods_and_where_they_differ(folder):
    text = rnrviz_command(folder, "check", "lstm.safetensors", TEXT).stdout.decode()
    for words in ("RTRL - BPTT", "complex step - BPTT", "BPTT - differences", "absolute", "relative", "ulp"):
        assert words in text
    assert "The complex step and BPTT are equal" in text
    lines = [line.split() for line in text.splitlines() if line.startswith("complex step - BPTT")]
    assert len(lines) == len(recorded(folder).network.parameters)
    assert all("[" in line[6] for line in lines)
