"""Data of views that have none: said, and no file is written."""

import pytest

from rnrviz.views import saving


@pytest.mark.parametrize("suffix", [".csv", ".npz"])
@pytest.mark.parametrize("name", ["explain", "cost", "finder"])
def test_a_view_without_numbers_writes_no_file(window, tmp_path, name, suffix):
    path = tmp_path / f"older{suffix}"
    path.write_bytes(b"older")
    saving.save_or_report(window.views[name], path, window.report)
    assert "has no numbers yet" in window.message.text
    assert path.read_bytes() == b"older" and list(tmp_path.glob("*older*")) == [path]
