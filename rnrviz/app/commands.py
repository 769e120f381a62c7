"""The commands that need no screen. Numpy and the kernels are imported when one runs."""

import argparse
from pathlib import Path

from rnrviz.app import running
from rnrviz.app.bench.command import add_bench
from rnrviz.app.check_command import add_check
from rnrviz.app.data_command import add_data
from rnrviz.app.experiment.command import add_experiment
from rnrviz.app.export_command import add_export
from rnrviz.app.gradients_command import add_gradients
from rnrviz.app.import_command import add_import
from rnrviz.app.lesson_command import add_lesson
from rnrviz.app.model_arguments import Commands, add_output, model_parser, recorded
from rnrviz.app.render_command import add_render
from rnrviz.app.training_command import add_train
from rnrviz.language import tr


def add_commands(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add every command; each sets ``run``, from the arguments to the exit code, which never raises."""
    for add in COMMANDS:
        add(commands)
    for parser in commands.choices.values():
        if run := parser.get_default("run"):
            parser.set_defaults(run=running.guarded(run))


def add_trace(commands: "Commands[argparse.ArgumentParser]") -> None:
    """`rnrviz trace`: every signal at every instant."""
    parser = model_parser(commands, "trace", tr("write every signal at every instant to a file"))
    parser.add_argument("--tidy", action="store_true", help=tr("a csv with one number in each row"))
    add_output(parser, "OUT.(npz|csv|json|parquet|nc)")
    parser.set_defaults(run=run_trace)


COMMANDS = (
    add_trace, add_gradients, add_data, add_check, add_render, add_lesson, add_train, add_experiment, add_import,
    add_export, add_bench,
)  # fmt: skip


def run_trace(arguments: argparse.Namespace) -> int:
    """Write a trace; returns the exit code."""
    from rnrviz.network import files, provenance, tables

    writer = tables.writer(arguments.output, arguments.tidy)
    running.checked_output(arguments.output)
    if beside := arguments.output.lower().endswith(".csv"):
        running.checked_output(tables.name_beside(arguments.output))
    trace = recorded(arguments)
    told = provenance.made(trace, Path(arguments.model).name)
    with running.progress(tr("Writing the file")) as progress:
        files.write(arguments.output, lambda path: writer(trace, path, progress, told))
    if beside:
        text = tables.beside_csv(trace, arguments.output, told, arguments.tidy)
        files.write(tables.name_beside(arguments.output), lambda path: Path(path).write_text(text, "utf-8"))
    return running.DONE
