"""Networks of other programs: read from their files, written for them. No code of a file is ever run."""
