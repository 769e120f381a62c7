"""Texts are read by the screen's thread and by those that compute, at once."""

import gc
import sys
import threading

import pytest

from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.texts import read

THREADS, ROUNDS = 4, 4


@pytest.fixture
def restless():
    """Threads take turns wherever they can: also in the middle of ``ast.parse``, when garbage is collected there."""

    def turn(phase, info):
        for _ in range(20):
            pass

    interval, threshold, enabled = sys.getswitchinterval(), gc.get_threshold(), gc.isenabled()
    gc.callbacks.append(turn)
    gc.enable()
    gc.set_threshold(20)
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*threshold)
    gc.callbacks.remove(turn)
    if not enabled:
        gc.disable()


def test_threads_read_texts_at_once(restless):
    read_all, failed = [], []

    def work(number):
        try:
            for each in range(ROUNDS):  # a text that was read before is not read again
                read_all.extend(read(f"{text_of(name)}# {__name__} {number} {each}\n") for name in ARCHITECTURES)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed and len(read_all) == THREADS * ROUNDS * len(ARCHITECTURES)
