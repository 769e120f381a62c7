"""The same examples in every run, and as many as the tests state."""

import importlib
import pkgutil

from hypothesis import HealthCheck, settings

import rnrviz

settings.register_profile(
    "fixed", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("fixed")

# hypothesis takes numbers and words from the code that is loaded: all of it, whichever tests came before
for module in pkgutil.walk_packages(rnrviz.__path__, "rnrviz."):
    if not module.name.endswith(("__main__", "_rival", "_training")):
        importlib.import_module(module.name)
