"""`rnrviz bench`: how fast the gradients are, and how their cost grows."""

import argparse
from typing import TYPE_CHECKING

from rnrviz.app import running
from rnrviz.app.argument_types import whole
from rnrviz.app.bench.worker import Order
from rnrviz.language import tr
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from rnrviz.app.bench.results import Results

RIVALS = "torch,jax,numpy"
LARGEST = 512


def add_bench(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `bench` to the command line."""
    text = tr("measure the gradients beside those of other libraries")
    parser = commands.add_parser("bench", help=text, description=text)
    add = parser.add_argument
    add("--against", metavar="NAMES", default=RIVALS, help=tr("other libraries, all if not said (torch,jax,numpy)"))
    add("--quick", action="store_true", help=tr("small networks and short sequences only, fewer rounds"))
    add("--only", metavar="TEXT", help=tr("only the rows whose name contains this, such as “Elman 4,16”"))
    add("--rounds", metavar="N", type=whole, help=tr("how often each is measured (15; 5 if quick)"))
    other = parser.add_mutually_exclusive_group().add_argument
    other("--scaling", action="store_true", help=tr("instead, measure how the cost grows with n_X and L"))
    other("--training", action="store_true", help=tr("instead, measure how many strings a second are learned"))
    add("--largest", metavar="N", type=whole, help=tr("with --scaling, the largest n_X of RTRL (256; 64 if quick)"))
    text = tr("also write the results; --scaling can also be drawn (svg, pdf, png); may be repeated")
    add("-o", "--output", metavar="FILE.(md|csv|json)", action="append", default=[], help=text)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the tables, write the files. Returns the exit code."""
    from rnrviz.app.bench import filing, table
    from rnrviz.app.bench.machine import machine
    from rnrviz.app.bench.results import Results

    order = ordered(arguments)
    filing.checked(arguments.output, order.scaling)
    running.ready_kernels()
    results = Results(machine(order.rivals), order.rivals)
    _collect(order, results)
    running.say(table.markdown(results))
    for path in arguments.output:
        filing.save(results, path)
    return running.DONE


def ordered(arguments: argparse.Namespace) -> Order:
    """The order that the options make. Raises InputError for what cannot be measured."""
    from rnrviz.app.bench import rivals
    from rnrviz.app.bench.compare import planned

    names = rivals.named(arguments.against)
    if arguments.scaling:
        largest = arguments.largest or (64 if arguments.quick else 256)
        if not 8 <= largest <= LARGEST:
            raise InputError("The largest n_X is {found}; expected 8 to {most}.", found=largest, most=LARGEST)
        return Order((), arguments.rounds, arguments.quick, None, True, largest)
    if arguments.training:
        return Order(names, arguments.rounds, arguments.quick, training=True)
    if arguments.largest:
        raise InputError("--largest goes with --scaling only.")
    if not planned(arguments.quick, arguments.only):
        raise InputError(
            "No row is named {found!r}; expected a part of a name such as {example}.",
            found=arguments.only,
            example=planned(False, None)[0][1].name,
        )
    return Order(names, arguments.rounds, arguments.quick, arguments.only)


def _collect(order: Order, results: "Results") -> None:
    from rnrviz.app.bench import child

    with running.progress(tr("Measuring")) as progress:
        for answer in child.answers(order):
            kind, content = answer["kind"], answer["content"]
            if kind == "progress":
                progress(content)
            elif kind == "problem":
                template, fields = content["template"], content["fields"]
                raise InputError(template, **fields)
            elif kind == "missing":
                results.missing = tuple(content)
            else:
                results.add(kind, content)
    for rival in results.missing:
        running.complain(tr("{rival} cannot be imported here; it is left out.").format(rival=rival))
