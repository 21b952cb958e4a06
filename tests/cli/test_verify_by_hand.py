"""What `docs/verify-by-hand.md` tells a stranger to type is typed here, on a proof made by this program."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from authorities import STAMPS, Authority, grants, root, serving
from terminal import Cli

PAGE = (Path(__file__).parents[2] / "docs" / "verify-by-hand.md").read_text("utf-8")
ABOUT_PROOFS, _, ABOUT_TIMESTAMPS = PAGE.partition("\n## 5. ")
TOOLS = ("openssl", "awk", "base64", "date")


@pytest.fixture
def folder(desk: Cli, tmp_path: Path) -> Path:
    """A folder with nothing but a signed proof, and its verifier key."""
    made = desk.ok("key", "new", str(tmp_path / "desk.key"), "--name", "example.org/desk", "--json").json
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    signed = ["--out", str(stranger / "r4.tlog-proof"), "--key", str(tmp_path / "desk.key")]
    desk.ok("prove", "flood-toll@r4", *signed)
    (tmp_path / "key.txt").write_text(made["verifier_key"])
    return stranger


def typed(folder: Path, page: str = ABOUT_PROOFS, key: str = "") -> str:
    """What all blocks of a part of the page print, typed one after the other."""
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```", page, re.M | re.S))
    done = subprocess.run(["bash", "-c", script], cwd=folder, env={"KEY": key, "PATH": "/usr/bin:/bin:/usr/local/bin"},
                          capture_output=True, text=True, check=False)  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")
def test_a_stranger_can_check_a_proof(folder: Path) -> None:
    """The signature holds, the entry is in the log, and both texts are as recorded."""
    printed = typed(folder, key=(folder.parent / "key.txt").read_text())
    assert "Signature Verified Successfully" in printed
    assert "\nin the log\n" in printed
    assert "article as recorded" in printed
    assert "capture as recorded" in printed
    assert "At least 38 people were killed" in (folder / "capture").read_text()


@pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")
def test_a_stranger_sees_what_was_changed(folder: Path) -> None:
    """Another place in the log and another size: neither way up nor signature holds."""
    path = folder / "r4.tlog-proof"
    text = path.read_text()
    size = re.search(r"\n\n[^\n]+\n(\d+)\n", text)
    assert size is not None
    path.write_text(re.sub(r"^index \d+$", "index 3", text, flags=re.M).replace(f"\n{size[1]}\n", "\n99\n"))
    printed = typed(folder, key=(folder.parent / "key.txt").read_text())
    assert "Signature Verified Successfully" not in printed
    assert "NOT IN THE LOG" in printed


@pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")
def test_a_stranger_can_check_a_timestamp(desk: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds for the checkpoint that it came with, under the authority's own certificate, and for no other text."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    trusted = root()
    tsa = Authority(tmp_path / "tsa", trusted.issues("Example TSA", usage=STAMPS), (trusted,))
    with serving(grants(tsa)) as url:
        desk.ok("checkpoint", "--out", "latest.checkpoint", "--timestamp", url)
    (desk.folder / "authority.pem").write_bytes(trusted.pem)
    printed = typed(desk.folder, ABOUT_TIMESTAMPS)
    assert "Verification: OK" in printed
    assert re.search(r"^there by \w{3} +\d+ \d\d:\d\d:\d\d 20\d\d GMT$", printed, re.M)
    path = desk.folder / "latest.checkpoint"
    path.write_text(path.read_text().replace("\n", "\n\n", 1))
    assert "Verification: OK" not in typed(desk.folder, ABOUT_TIMESTAMPS)
