"""What is compiled before the window is ready is all that it needs: else its own thread would compile, for seconds.

A kernel is compiled once for each combination of types that it is called with, read-only arrays among them.
"""

import subprocess
import sys
from pathlib import Path

EVERYTHING = """
from numba.core.dispatcher import Dispatcher

from rnrviz import kernels
from rnrviz.network.flow import flow_from, flow_to, state_jacobians
from rnrviz.network.gradients import bptt, deltas, rtrl
from rnrviz.network.network import random_network
from rnrviz.network.sensitivities import sensitivities
from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.training.descent import Settings, train
from tests.gallery import KINDS, LAGGED, state, trace

kernels.load()
from rnrviz.kernels import learning, online as by_token, passes, tangents
from rnrviz.kernels.keeping import Keeping

found = [f for m in (passes, tangents, learning, by_token) for f in vars(m).values() if isinstance(f, Dispatcher)]
kept = {f"{f.py_func.__module__}.{f.py_func.__name__}": f for f in found if isinstance(f._cache, Keeping)}
assert len(kept) >= 8 and all(len(kernel.signatures) == 1 for kernel in kept.values()), kept
task, OWN = anbncn(1, 3), {"custom": LAGGED}
ways = dict(rule="rmsprop"), {}, dict(update="token", rule="descent"), dict(rule="kalman"), dict(back=4, every=2)
for kind in KINDS:
    run = trace(kind)
    network = run.network
    bptt(run), bptt(run, per_step=True), bptt(run, truncate=2), deltas(run)
    flow_from(run, 2, state(network)), flow_to(run, 3, state(network)), state_jacobians(run)
    sensitivities(run, 2)
    learner = random_network(kind[0], kind[1], task.vocabulary, 1, embedding=kind[2], text=OWN.get(kind[0]))
    for settings in ways[:2] if network.program.leads else ways:
        list(train(learner, task, [], Settings(strings=3, check_every=3, **settings)))
    if not network.program.leads:
        rtrl(run), rtrl(run, per_step=True)
print(*(name for name, kernel in kept.items() if len(kernel.signatures) > 1))
"""


def test_nothing_is_compiled_once_the_kernels_are_ready():
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", EVERYTHING], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout + done.stderr
