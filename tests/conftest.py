"""For every test: no screen is needed, and the user's own settings are neither read nor written."""

import os
import shutil
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = "en"
SETTINGS = os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="rnrviz-tests-")


def pytest_unconfigure():
    shutil.rmtree(SETTINGS, ignore_errors=True)
