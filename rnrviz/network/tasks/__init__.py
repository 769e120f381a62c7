"""Tasks: what a network is to learn. A task is a function of its options; its name stands in TASKS."""

from rnrviz.network.tasks.counting import anbncn

TASKS = (("anbncn", anbncn),)
