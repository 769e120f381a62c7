"""Numba's cache on disk, made forgiving: a damaged file is compiled anew, a full disk keeps nothing."""

import contextlib
from typing import Any, final

from numba.core.caching import FunctionCache


@final
class Keeping(FunctionCache):
    """What is kept of one kernel. Whatever goes wrong with the files, the kernel itself works."""

    complete = True  # whether everything compiled by this process could be kept

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled kernel, or None where there is none that can be read; what cannot be read is dropped."""
        try:
            return super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        except Exception:  # a damaged pickle may raise anything
            with contextlib.suppress(OSError):
                self.flush()  # type: ignore[no-untyped-call]
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep a compiled kernel if that is possible."""
        try:
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]
        except Exception:
            Keeping.complete = False
