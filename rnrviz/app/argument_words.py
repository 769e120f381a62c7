"""argparse's own words in the language of the program: it looks them up through its module's `_` and `ngettext`."""

import argparse

from rnrviz.language import ntr, tr


def translate() -> None:
    """From now on argparse asks our catalogue."""
    argparse._ = tr  # type: ignore[attr-defined]
    argparse.ngettext = ntr  # type: ignore[attr-defined]


def words() -> tuple[str, ...]:
    """The words of argparse that can reach a user, here so that the catalogue has them."""
    return (
        tr("usage: "),
        tr("positional arguments"),
        tr("options"),
        tr("show this help message and exit"),
        tr("unrecognized arguments: %s"),
        tr("the following arguments are required: %s"),
        tr("one of the arguments %s is required"),
        tr("not allowed with argument %s"),
        tr("expected one argument"),
        tr("expected at least one argument"),
        ntr("expected %s argument", "expected %s arguments", 2),
        tr("ignored explicit argument %r"),
        tr("ambiguous option: %(option)s could match %(matches)s"),
        tr("argument %(argument_name)s: %(message)s"),
        tr("invalid %(type)s value: %(value)r"),
        tr("invalid choice: %(value)r (choose from %(choices)s)"),
        tr("%(prog)s: error: %(message)s\n"),
    )
