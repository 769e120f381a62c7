"""A bounded run of every fuzzer; RNRVIZ_FUZZ=100 is so much longer, `python -m tests.fuzz` lasts minutes."""

import os
import random

import pytest

from tests.fuzzers import FUZZERS

TIMES = 25 * int(os.environ.get("RNRVIZ_FUZZ", "1"))


@pytest.mark.parametrize("fuzzer", FUZZERS, ids=lambda fuzzer: fuzzer.__name__)
def test_whatever_comes_is_read_or_refused_in_one_sentence(fuzzer, tmp_path):
    for seed in range(TIMES):
        try:
            fuzzer(random.Random(seed), tmp_path)
        except BaseException as error:
            error.add_note(f"{fuzzer.__name__}, seed {seed}")
            raise
