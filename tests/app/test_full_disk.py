"""What cannot be written is told, with the reason, and what was there stays."""

import signal

import pytest

from rnrviz.app import whole
from rnrviz.views import saving

resource = pytest.importorskip("resource", reason="limits the size of files as POSIX does")
ENDINGS = (".png", ".svg", ".pdf")


@pytest.fixture
def narrow():
    """No file can grow beyond 2 kB, as on a disk that is full."""
    before, deed = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, deed)


def writers(window):
    yield lambda path: whole.save(window.score, path)
    yield lambda path: saving.save(window.views["unrolled"], path)


@pytest.mark.parametrize("suffix", ENDINGS)
def test_a_picture_that_has_no_room_leaves_the_older_one(window, tmp_path, narrow, suffix):
    path = tmp_path / f"picture{suffix}"
    path.write_bytes(b"older")
    for write in writers(window):
        with pytest.raises(OSError, match="File too large"):
            write(path)
        assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"older"]


@pytest.mark.parametrize("suffix", ENDINGS)
def test_a_folder_that_is_not_there_is_told(window, tmp_path, suffix):
    for write in writers(window):
        with pytest.raises(FileNotFoundError):
            write(tmp_path / "nowhere" / f"picture{suffix}")
    saving.save_or_report(window.views["tape"], tmp_path / "nowhere" / f"a{suffix}", window.report)
    assert window.message.text == f"“a{suffix}” could not be written: there is no such file or folder."
