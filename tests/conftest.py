"""For every test: no screen is needed, English is spoken, and the user's own settings are left alone."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = "en"
SETTINGS = tempfile.mkdtemp(prefix="rnrviz-tests-")
atexit.register(shutil.rmtree, SETTINGS, ignore_errors=True)  # before Qt is there, so that it runs after Qt has gone

from PySide6.QtCore import QSettings  # noqa: E402

QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, SETTINGS)
