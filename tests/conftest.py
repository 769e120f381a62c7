"""For every test: no screen is needed, English is spoken, and the user's own settings are left alone."""

import atexit
import gc
import os
import shutil
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = "en"
SETTINGS = tempfile.mkdtemp(prefix="rnrviz-tests-")
atexit.register(shutil.rmtree, SETTINGS, ignore_errors=True)  # before Qt is there, so that it runs after Qt has gone

import pytest  # noqa: E402
from PySide6.QtCore import QCoreApplication, QEvent, QSettings  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, SETTINGS)


@pytest.fixture(autouse=True)
def garbage():
    """Windows and views are collected here, in the screen's thread, after all else of the test has gone."""
    yield
    if QCoreApplication.instance() is not None:
        gc.collect()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish():
    """End Qt while Python is still whole: what is left to the interpreter's own end is torn down in any order."""
    application = QApplication.instance()
    if application is None:
        return
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    application.shutdown()
