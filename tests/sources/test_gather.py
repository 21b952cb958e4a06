"""Finding inputs: names, order, what is skipped, and what is reported instead of read."""

from __future__ import annotations

import io
import os
import socket

import pytest

from tracker.errors import InputError
from tracker.sources import MAX_BYTES, Input, files, gather, load, natural_key


def fill(folder, *names):
    """Make files holding their own name; return the folder as text."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return str(folder)


def names(*paths):
    """The names of what is gathered."""
    return [item.name for item in gather(paths)]


def test_a_file_is_named_by_its_own_name(tmp_path):
    """Wherever it lies, and whatever it is called: it was asked for."""
    fill(tmp_path, "in/flood.txt", "in/.hidden.tmp")
    (found,) = gather([str(tmp_path / "in" / "flood.txt")])
    assert (found.name, load(found)) == ("flood.txt", b"in/flood.txt")
    assert names(str(tmp_path / "in" / ".hidden.tmp")) == [".hidden.tmp"]


def test_a_directory_is_walked_in_natural_order(tmp_path):
    """Numbers sort as numbers; names are relative, with slashes."""
    top = fill(tmp_path, "10.txt", "2.txt", "a/2/x.txt", "a/10/x.txt", "a.txt", "b1.txt")
    assert names(top) == ["2.txt", "10.txt", "a/2/x.txt", "a/10/x.txt", "a.txt", "b1.txt"]


def test_unfinished_and_hidden_files_are_skipped(tmp_path):
    """Dotfiles, *.tmp, *.part and *~ are not read, nor are directories so named."""
    top = fill(tmp_path, ".a.txt", "b.tmp", "c.part", "d.txt~", ".git/e.txt", "f.tmp/g.txt", "h.txt")
    assert names(top) == ["h.txt"]


def test_arguments_keep_their_order_and_each_file_comes_once(tmp_path):
    """A file reached twice, also through a link, is listed where it came first."""
    fill(tmp_path, "b/1.txt", "b/2.txt", "a.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "b" / "2.txt")
    paths = [str(tmp_path / "b" / "2.txt"), str(tmp_path / "b"), str(tmp_path / "link.txt"), str(tmp_path / "a.txt")]
    assert names(*paths, *paths) == ["2.txt", "1.txt", "a.txt"]


def test_links(tmp_path):
    """Links to files are read; links to directories are not followed, so loops end; broken ones are reported."""
    top = fill(tmp_path / "in", "a.txt")
    fill(tmp_path / "other", "b.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "other" / "b.txt")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    found = list(gather([top]))
    assert [(type(item), item.name) for item in found] == [
        (Input, "a.txt"),
        (Input, "b.txt"),
        (InputError, "gone.txt"),
        (InputError, "self.txt"),
    ]
    assert "broken link" in found[2].reason


def test_a_missing_path_is_reported_and_the_rest_goes_on(tmp_path):
    """What cannot be listed yields an InputError with the path."""
    top = fill(tmp_path / "in", "a.txt")
    missing, found = gather([str(tmp_path / "none"), top])
    assert isinstance(missing, InputError)
    assert missing.name == str(tmp_path / "none")
    assert found.name == "a.txt"
    (bad,) = gather(["a\0b"])
    assert isinstance(bad, InputError)


def test_pipes_and_sockets_in_a_directory_are_reported(tmp_path):
    """They would block or give nothing; they are named and not opened."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        found = list(gather([str(tmp_path)]))
    assert [(type(item), item.name) for item in found] == [(InputError, "pipe"), (InputError, "socket")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(tmp_path):
    """A directory or file that may not be read is reported by name."""
    fill(tmp_path, "a.txt", "shut/b.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "shut").chmod(0)
    found, shut = gather([str(tmp_path)])
    (tmp_path / "shut").chmod(0o700)
    assert (shut.name, type(shut)) == ("shut", InputError)
    with pytest.raises(InputError, match=r"a\.txt"):
        load(found)


def test_a_directory_that_cannot_be_listed(tmp_path, monkeypatch):
    """Whatever the system refuses becomes an InputError; other directories go on."""
    top = fill(tmp_path, "a.txt", "shut/b.txt")
    scandir = os.scandir

    def refuse(path):
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(files.os, "scandir", refuse)
    found, shut = gather([top])
    assert (found.name, shut.name, shut.reason) == ("a.txt", "shut", "Permission denied")


def test_standard_input():
    """ "-" is the stream passed in, read once; without a stream it is reported."""
    (found,) = gather(["-", "-"], stdin=io.BytesIO(b"The river rose."))
    assert (found.name, load(found)) == ("-", b"The river rose.")
    (missing,) = gather(["-"])
    assert isinstance(missing, InputError)


def test_the_size_limit(tmp_path, monkeypatch):
    """More than the limit is refused, for files and for standard input; the limit itself is not."""
    assert MAX_BYTES == 64 * 1024 * 1024
    monkeypatch.setattr(files, "MAX_BYTES", 4)
    fill(tmp_path, "1234", "12345")
    at_limit, over = gather([str(tmp_path)])
    assert load(at_limit) == b"1234"
    with pytest.raises(InputError, match="larger"):
        load(over)
    (stream,) = gather(["-"], stdin=io.BytesIO(b"12345"))
    assert isinstance(stream, InputError)


def test_a_file_gone_before_it_is_loaded(tmp_path):
    """Listing and loading are apart; a file that went in between is an InputError."""
    top = fill(tmp_path, "a.txt")
    (found,) = gather([top])
    (tmp_path / "a.txt").unlink()
    with pytest.raises(InputError, match=r"a\.txt"):
        load(found)


def test_undecodable_names_are_shown_safely(tmp_path):
    """A name that is not UTF-8 is shown with replacement characters and still opens."""
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(raw, "wb") as file:
            file.write(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (found,) = gather([str(tmp_path)])
    assert (found.name, load(found)) == ("caf\ufffd.txt", b"x")
    found.name.encode()


def test_natural_order_is_total():
    """Numbers of any length compare; equal keys only for equal names."""
    ordered = ["", "1", "01", "2", "9" * 5000, "a", "a2/b", "a2b", "a10", "a10/b", "b"]
    assert sorted(["2", "1", "", "01"], key=natural_key) == ["", "01", "1", "2"]
    assert sorted(["a10", "a9", "a09"], key=natural_key) == ["a09", "a9", "a10"]
    assert len({natural_key(name) for name in ordered}) == len(ordered)
