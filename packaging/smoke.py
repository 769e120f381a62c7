"""Try an installed RNRviz: `python packaging/smoke.py COMMAND ...`, such as a bundle's `dist/rnrviz/rnrviz`.

It is asked for its version, for a check of a shipped model, for a picture and for help in Spanish, and its window is
opened until the kernels are compiled: on a screen of Xvfb where that is installed, else on none. Nothing is taken from
the checkout and nothing is left in the user's folders.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from system import SCREEN, loads

PATIENCE = 300  # seconds for all kernels on a busy machine
ALIVE = 1.0  # seconds that the window has to live on
TEXT = "aaabbbcccT"
PARTS = ("models", "lessons", "tasks", "experiments", "texts", "languages", "fonts", "icons")


def main() -> int:
    """Try the command of the words; the exit code."""
    if not sys.argv[1:]:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory(prefix="rnrviz-smoke-") as home:
        attempt([os.path.abspath(sys.argv[1]), *sys.argv[2:]], Path(home))
    return 0


def attempt(command: list[str], home: Path) -> None:
    """Everything, in the order of how much has to work. Stops with a sentence at the first that does not."""
    said = ask(command, home, "--version")
    if not said.startswith("rnrviz "):
        raise SystemExit(f"It does not say its version but: {said}")
    tell(said.strip())
    resources = folder_of_resources(Path(command[0]))
    model = str(resources / "models" / "anbncn-lstm.safetensors")
    with screen() as where:
        kept = windows(command, home, where)
    tell(ask(command, home, "check", model, TEXT).strip().splitlines()[-1])
    if kernels(home) != kept:
        raise SystemExit("It compiles once more when gradients are asked for: not all was ready.")
    picture = home / "picture.png"
    ask(command, home, "render", "--view", "unrolled", "-o", str(picture), model, TEXT)
    if not picture.read_bytes().startswith(b"\x89PNG"):
        raise SystemExit("What it draws is no picture.")
    ask(command, home, "lesson", str(resources / "lessons" / "elman.es.md"))
    if ask(command, home, "--help") == ask(command, home, "--help", LANGUAGE="es"):
        raise SystemExit("It speaks no Spanish.")
    tell("a picture is drawn, a lesson checked, Spanish spoken")


def windows(command: list[str], home: Path, where: dict[str, str]) -> dict[str, int]:
    """Open the window twice: the first start compiles, the second finds all compiled; what is kept then."""
    begun = time.monotonic()
    window(command, home, where)
    tell(f"the window opens on {' '.join(where.values())} and compiles ({time.monotonic() - begun:.1f} s)")
    kept = kernels(home)
    begun = time.monotonic()
    window(command, home, where)
    if kernels(home) != kept:
        raise SystemExit("It compiles again at its second start: the cache is not found.")
    tell(f"the window opens again from the cache of {len(kept)} files ({time.monotonic() - begun:.1f} s)")
    return kept


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Where windows open: a screen of Xvfb, if it and what Qt needs for it are there; else what is set, else none."""
    if "QT_QPA_PLATFORM" in os.environ or not shutil.which("Xvfb") or not all(loads(row[0]) for row in SCREEN):
        yield {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{told.readline().strip()}"}
    finally:
        server.terminate()
        server.wait(30)


def folder_of_resources(program: Path) -> Path:
    """The shipped files: in a bundle beside the program, else in the environment it was installed into."""
    found = sorted(program.parent.parent.glob("**/rnrviz/resources"))
    if not found:
        raise SystemExit(f"There are no resources near {program}.")
    empty = [part for part in PARTS if not any(found[0].joinpath(part).glob("*"))]
    if empty:
        raise SystemExit(f"There is nothing in the resources {', '.join(empty)}.")
    return found[0]


def ask(command: list[str], home: Path, *words: str, **environment: str) -> str:
    """What it answers. Stops when the exit code is not 0 or something is complained about."""
    done = subprocess.run(
        [*command, *words],
        env=variables(home) | environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if done.returncode or "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(words)} ends with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def window(command: list[str], home: Path, where: dict[str, str]) -> None:
    """Open it, wait for the kernels, let it live a second, end it. Stops when it dies or complains."""
    with open(home / "said.txt", "w+b") as said:
        process = subprocess.Popen(command, env=variables(home) | where, cwd=home, stdout=said, stderr=said)
        try:
            end = time.monotonic() + PATIENCE
            while not any(home.glob("cache/kernels-*/ready")) and process.poll() is None and time.monotonic() < end:
                time.sleep(0.2)
            time.sleep(ALIVE)
            alive = process.poll() is None
        finally:
            process.terminate()
            process.wait(30)
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    if not alive or "Traceback" in words or not any(home.glob("cache/kernels-*/ready")):
        raise SystemExit(f"The window does not live or does not compile:\n{words}")


def kernels(home: Path) -> dict[str, int]:
    """The compiled kernels that are kept, and when each was written."""
    return {path.name: path.stat().st_mtime_ns for path in home.glob("cache/kernels-*/**/*.nb?")}


def variables(home: Path) -> dict[str, str]:
    """A user who has never started the program, without a screen and without the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RNRVIZ", "XDG"))}
    own = {"HOME": home, "XDG_CONFIG_HOME": home / "config", "RNRVIZ_CACHE": home / "cache"}
    return kept | {name: str(value) for name, value in own.items()} | {"LANGUAGE": "en"}


def tell(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
