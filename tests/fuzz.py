"""Fuzz for as long as you like: `python -m tests.fuzz [--seconds S] [--seed N] [NAME ...]`.

Names are those of the fuzzers, and `window`; all of them without one. A failure is told with its seed, kept on the
screen, and the run goes on; the exit code is 1 when there was one.
"""

import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.fuzzers import FUZZERS

WINDOW = "window"
STORM = "tests/app/test_storm.py::test_a_storm_is_survived_and_nothing_is_lost"
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser("tests.fuzz", description="Fuzz files, texts, command lines and the window.")
    parser.add_argument("--seconds", type=float, default=300.0, help="how long (300)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="where to begin")
    parser.add_argument("names", nargs="*", choices=[[], *(each.__name__ for each in FUZZERS), WINDOW], metavar="NAME")
    given = parser.parse_args()
    names = given.names or [*(each.__name__ for each in FUZZERS), WINDOW]
    end, failed, done = time.monotonic() + given.seconds, 0, 0
    for seed in itertools.count(given.seed):
        for name in names:
            if time.monotonic() > end:
                print(f"{done} attempts from seed {given.seed} on, {failed} failures")
                return int(failed > 0)
            failed += not attempt(name, seed)
            done += 1


def attempt(name: str, seed: int) -> bool:
    """Whether one attempt goes well; else why not is printed."""
    if name == WINDOW:
        return seed % 25 > 0 or storm(seed)  # it takes so much longer than the others
    fuzzer = next(each for each in FUZZERS if each.__name__ == name)
    with tempfile.TemporaryDirectory() as folder:
        try:
            fuzzer(random.Random(seed), Path(folder))
        except Exception:
            print(f"{name}, seed {seed}:\n{traceback.format_exc()}", flush=True)
            return False
    return True


def storm(seed: int) -> bool:
    """In a process of its own, for it may hang or crash."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", STORM]
    variables = os.environ | {"RNRVIZ_STORM": str(max(1, seed))}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{WINDOW}, RNRVIZ_STORM={seed}:\n{done.stdout[-6000:]}{done.stderr[-2000:]}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
