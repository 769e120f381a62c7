"""Views as pictures of a notebook."""

from xml.etree import ElementTree

import pytest

import rnrviz
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

LSTM = random_network("lstm", {"n_M": 2}, Vocabulary(("a", "b", "c")), 1)


@pytest.mark.parametrize("name", ["network", "staves", "tape"])
def test_a_view_shows_itself(qapp, name):
    picture = rnrviz.view(LSTM, "aabbcc", name, step=4)
    assert ElementTree.fromstring(picture._repr_svg_()).tag.endswith("svg") and len(picture.svg) > 2000


def test_what_is_not_there_is_told(qapp):
    with pytest.raises(InputError, match="no view 'nothing'"):
        rnrviz.view(LSTM, "ab", "nothing")
    with pytest.raises(InputError, match="no instant 5"):
        rnrviz.view(LSTM, "ab", "tape", step=5)
