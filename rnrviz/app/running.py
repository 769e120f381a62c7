"""How a command runs in a terminal: its input, its messages, its progress, and every way it may end."""

import _thread
import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from rnrviz.language import ntr, tr
from rnrviz.network.problems import InputError, reason

if TYPE_CHECKING:
    from rnrviz.network.vocabulary import Sequence, Vocabulary

DONE, NO, WRONG, INTERRUPTED = 0, 1, 2, 130
ENDED = 128  # and the number of the signal
STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
LARGEST_TEXT = 256 * 2**20
_held: list[list[int]] = []  # the signals that wait, of each `held_back` that is open

Run = Callable[[argparse.Namespace], int]


def guarded(run: Run) -> Run:
    """The command with every way it may fail turned into one sentence and an exit code; no traceback is shown."""

    def careful(arguments: argparse.Namespace) -> int:
        pressed: list[int] = []
        try:
            with _stopped(pressed):
                return run(arguments)
        except InputError as error:
            complain(str(error))
        except KeyboardInterrupt:
            return _interrupted(pressed)
        except MemoryError:
            complain(tr("There is not enough memory for this."))
        except Exception as error:
            if pressed:  # some libraries make another error of it
                return _interrupted(pressed)
            if os.environ.get("RNRVIZ_DEBUG"):
                raise
            complain(tr("This is a fault of the program: {error}").format(error=f"{type(error).__name__}: {error}"))
        return WRONG

    return careful


def _interrupted(pressed: list[int]) -> int:
    """What a shell expects of a process that this signal ended."""
    complain(tr("Interrupted; nothing was written."))
    return ENDED + pressed[0] if pressed else INTERRUPTED


@contextmanager
def _stopped(pressed: list[int]) -> Iterator[None]:
    """Ctrl-C, a closed terminal and `kill` raise KeyboardInterrupt, so that what is half written is taken away.

    The signals are noted in ``pressed``; one that gets lost in a callback, of Python's or of Qt's, is said again.
    Ignored ones stay so.
    """

    def press(number: int, frame: Any) -> None:
        pressed.append(number)
        if _held and not _held[-1]:
            _held[-1].append(number)
            return
        raise KeyboardInterrupt

    def again(kind: type[BaseException]) -> bool:
        if issubclass(kind, KeyboardInterrupt):
            threading.Timer(0.05, _thread.interrupt_main, pressed[-1:]).start()
            return True
        return False

    def unraisable(lost: Any) -> None:
        if not again(lost.exc_type):
            hooks[0](lost)

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not again(kind):
            hooks[1](kind, error, trace)

    hooks, before = (sys.unraisablehook, sys.excepthook), {number: signal.getsignal(number) for number in STOPPING}
    heard = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    if threading.current_thread() is not threading.main_thread() or not heard:
        yield
        return
    sys.unraisablehook, sys.excepthook = unraisable, uncaught
    for number in heard:
        signal.signal(number, press)
    try:
        yield
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)
        sys.unraisablehook, sys.excepthook = hooks


@contextmanager
def held_back() -> Iterator[Callable[[], None]]:
    """Within, the first signal raises only when what this gives is called: raised while Qt calls Python to paint, it
    can break Qt off in the middle and end the process with a fault. A second one raises at once."""
    held: list[int] = []

    def heard() -> None:
        if held:
            raise KeyboardInterrupt

    _held.append(held)
    try:
        yield heard
    finally:
        _held.remove(held)


def speak_any_alphabet() -> None:
    """What a terminal cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def complain(sentence: str) -> None:
    """A message on standard error; nobody can be told when that fails."""
    with suppress(OSError):
        _print(f"rnrviz: {sentence}", sys.stderr)


def say(text: str) -> None:
    """An answer on standard output. Raises InputError if it cannot be written; a reader may go away, though."""
    try:
        _print(text, sys.stdout)
    except BrokenPipeError:
        return
    except OSError as error:
        raise InputError("The answer cannot be written ({reason}).", reason=reason(error)) from None


def told(code: int) -> int:
    """The exit code, after what waits to be written has been; or that of an answer that could not be."""
    try:
        for stream in (sys.stdout, sys.stderr):
            _print("", stream, end="")
    except BrokenPipeError:
        return code
    except OSError as error:
        complain(tr("The answer cannot be written ({reason}).").format(reason=reason(error)))
        return WRONG
    return code


def _print(text: str, stream: TextIO | None, end: str = "\n") -> None:
    """Print at once; after a failure the stream leads nowhere, so that leaving does not fail too."""
    if stream is None:
        return
    try:
        print(text, file=stream, flush=True, end=end)
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise


@contextmanager
def progress(label: str) -> Iterator[Callable[[float], None]]:
    """A bar on standard error for what takes longer than a moment; gives what is to be told the fraction done."""
    from tqdm import tqdm

    form = "{desc} {percentage:3.0f} % |{bar}| {elapsed} < {remaining}"
    off = True if sys.stderr is None else None
    with tqdm(total=1.0, desc=label, leave=False, disable=off, delay=0.5, bar_format=form) as bar:
        yield lambda fraction: _advance(bar.update, fraction - bar.n)


def _advance(update: Callable[[float], object], step: float) -> None:
    if step > 0.0:
        update(step)


def ready_kernels() -> None:
    """Compile the kernels if this machine has not done so yet, and say that it takes a while.

    Those that are kept are read when they are first called: no command needs all of them.
    """
    from rnrviz import kernels
    from rnrviz.app import compiling

    if kernels.is_cached():
        return
    if kernels.is_kept():
        complain(tr("Compiling the numerical kernels; this takes some seconds and happens only once."))
    else:
        complain(tr("Compiling the numerical kernels; this takes some seconds. There is nowhere to keep them."))
    if kernels.keeps(kernels.cache_folder()):
        compiling.run()
    kernels.load()


def checked_output(path: str, made_of: str = "") -> None:
    """Raises InputError now if a result could not be written there, or would replace what it is `made_of`."""
    from rnrviz.network import files

    if made_of and os.path.realpath(path) == os.path.realpath(made_of):
        raise InputError("{file} would replace what it is made of; choose another name.", file=path)
    folder = Path(os.path.realpath(path)).parent
    if path and not folder.is_dir():
        raise InputError("{file} cannot be written (there is no folder {folder}).", file=path, folder=folder)
    files.check_place(path)


def read_sequence(given: str, vocabulary: "Vocabulary") -> "Sequence":
    """SEQUENCE of the command line: the tokens themselves, @FILE, or - for standard input."""
    sequence = vocabulary.encode(_text(given))
    if sequence.unknown:
        n, first = len(sequence.unknown), sequence.unknown[0]
        sentence = ntr(
            "{n} token is not in the vocabulary and was read as UNK: “{token}” at {position}.",
            "{n} tokens are not in the vocabulary and were read as UNK, the first “{token}” at {position}.",
            n,
        )
        complain(sentence.format(n=n, token=sequence.tokens[first][:40], position=first + 1))
    if not len(sequence):
        complain(tr("The sequence is empty."))
    return sequence


def _text(given: str) -> str:
    if given == "-":
        if sys.stdin is None:
            raise InputError("There is no standard input.")
        return _decoded(sys.stdin.buffer, tr("standard input"))
    if not given.startswith("@"):
        return given
    if given == "@":
        raise InputError("There is no name of a file after @.")
    try:
        with Path(given[1:]).open("rb") as file:
            return _decoded(file, given[1:])
    except OSError as error:
        raise InputError("{file} cannot be read ({reason}).", file=given[1:], reason=reason(error)) from None


def _decoded(file: BinaryIO, name: str) -> str:
    content = file.read(LARGEST_TEXT + 1)
    if len(content) > LARGEST_TEXT:
        raise InputError("{file} is too long; at most {most} bytes are read.", file=name, most=LARGEST_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("{file} is not UTF-8 text (byte {n}).", file=name, n=error.start + 1) from None
