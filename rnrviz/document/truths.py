"""Which truth the predictions are compared with: the language that was taught, or the text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnrviz.network.tasks import counts
from rnrviz.network.tasks.distributions import Distributions
from rnrviz.network.tasks.truth import Language, language_of, truth

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.document.worker import Progress
    from rnrviz.network.network import Network

LEGAL, STRINGS, WHOLE, NOTHING = "legal", "strings", "whole", "nothing"
RECENT = {f"last {k}": k for k in range(1, 6)}
SOURCES = (LEGAL, STRINGS, WHOLE, *RECENT, NOTHING)
SECONDS = 2e-6  # for one token


def offered(network: Network) -> tuple[str, ...]:
    """The sources that there are for a network: a language only where its history tells one."""
    return SOURCES if language_of(network) else SOURCES[2:]


def chosen(network: Network, wish: str) -> str:
    """The wished source where there is one, else what the network was taught, else the text.

    Its whole prefix, if the vocabulary has a token that begins or ends strings, else the last symbol: the prefix of a
    text that is one string occurs only once.
    """
    if wish in offered(network):
        return wish
    language = language_of(network)
    if language is not None:
        return LEGAL if language.legal else STRINGS
    return WHOLE if any(counts.boundaries(network.vocabulary.tokens)) else "last 1"


def source(session: Session) -> str:
    """The source of now."""
    return chosen(session.document.network, session.document.truth)


def of_session(session: Session) -> Distributions | None:
    """The distributions of the trace's text; None while they are computed and where nothing is compared."""
    trace, wanted = session.trace, source(session)
    if trace is None or wanted == NOTHING or not len(trace):
        return None

    def work(progress: Progress) -> Distributions:
        return distributions(trace.network, trace.sequence.indices.tolist(), wanted)

    found = session.answers.get("truth", (trace, wanted), SECONDS * len(trace), work)
    return found if isinstance(found, Distributions) else None


def distributions(network: Network, indices: list[int], wanted: str) -> Distributions:
    """What comes next in a text by this source, of those `offered`."""
    import numpy as np

    language = language_of(network)
    if isinstance(language, Language) and wanted in (LEGAL, STRINGS):
        return truth(language, network, indices, wanted == LEGAL)
    last = RECENT.get(wanted, counts.WHOLE)
    return counts.frequencies(np.array(indices, np.int64), network.vocabulary.tokens, last)
