"""For every test: no screen is needed, English is spoken, and the user's own settings are left alone."""

import atexit
import gc
import os
import shutil
import signal
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = "en"
SETTINGS = tempfile.mkdtemp(prefix="rnrviz-tests-")
atexit.register(shutil.rmtree, SETTINGS, ignore_errors=True)  # before Qt is there, so that it runs after Qt has gone

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in the background, as would the commands
    signal.signal(signal.SIGINT, signal.default_int_handler)

import pytest  # noqa: E402
from PySide6.QtCore import QCoreApplication, QEvent, QSettings  # noqa: E402

QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, SETTINGS)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    """Windows and views are collected here, in the screen's thread, after all else of the test has gone, its fixtures'
    values too. What then is left stays: hundreds of thousands of objects of modules and of tests to come, not to be
    looked at again after each of thousands of tests.
    """
    result = yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        gc.freeze()
    return result


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Leave at once when all is said: Qt objects of hundreds of windows, torn down with the interpreter in any order,
    may crash there and turn a passed run into a failed one. The program itself ends cleanly: see test_end.
    """
    session = config.pluginmanager.get_plugin("session")
    if session is not None and QCoreApplication.instance() is not None:
        shutil.rmtree(SETTINGS, ignore_errors=True)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(session.exitstatus))
