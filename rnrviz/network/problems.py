"""Errors that are told to the user: one sentence that says what, where and what was expected."""

from rnrviz.language import tr


class InputError(ValueError):
    """Something the user gave cannot be used. ``str`` is the sentence, in the language of the moment."""

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template)
        self.template = template
        self.fields = fields

    def __str__(self) -> str:
        return tr(self.template).format(**self.fields)


class Cancelled(Exception):
    """The user no longer wants the result of a long computation."""
