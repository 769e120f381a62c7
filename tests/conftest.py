"""For every test: no screen is needed, English is spoken, and the user's own settings are left alone."""

import os
import shutil
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = "en"

from PySide6.QtCore import QSettings

SETTINGS = tempfile.mkdtemp(prefix="rnrviz-tests-")
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, SETTINGS)


def pytest_unconfigure():
    shutil.rmtree(SETTINGS, ignore_errors=True)
