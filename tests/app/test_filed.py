"""Which networks are in a file, without keeping in memory what nobody has any more."""

import gc
from weakref import ref

from rnrviz.app.filed import Filed
from rnrviz.network import files


def test_networks_of_one_file_are_held_as_long_as_the_file_is_the_same(model):
    filed, first, again = Filed(), files.load(model), files.load(model)
    filed.mark(first, str(model))
    filed.mark(again, str(model))
    assert filed.holds(first) and filed.holds(again)
    other = first.with_vector(first.vector + 1.0)
    filed.mark(other, str(model))
    assert filed.holds(other) and not filed.holds(first) and not filed.holds(again)


def test_a_network_that_nobody_has_goes(model):
    filed, network = Filed(), files.load(model)
    filed.mark(network, str(model))
    seen = ref(network)
    del network
    gc.collect()
    assert seen() is None
