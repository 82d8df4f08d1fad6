"""What shells hand over: bytes in another encoding, closed streams, readers that have gone, empty variables."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

GBK = os.fsdecode("张伟".encode("gb18030"))
"""A word typed on a GBK terminal, as Python hands it over in a UTF-8 locale."""


def piped(shop: Any, *words: str, **streams: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "leadctl", *words], env=shop.environment("2026-11-22T08:30", {}), check=False, **streams
    )


def test_a_word_typed_on_a_gbk_terminal_is_read(shop: Any) -> None:
    shop.visit("13800138001", "--name", GBK, at="2026-11-20T10:00")
    assert shop.run("find", GBK, "--json").json[0]["customer"] == "张伟"


def test_a_name_from_the_environment_is_read_in_gbk_too(shop: Any) -> None:
    shop.do("staff", "add", "张伟", as_="Chen Jing")
    lead = shop.visit("13800138001", at="2026-11-20T10:00")["lead"]
    done = shop.run("followup", lead, "x", "--json", as_=None, env={"LEADCTL_USER": GBK}).json
    assert done["lead"] == lead
    assert shop.run("operations", "--json").json[0]["who"] == "张伟"


def test_bytes_that_are_no_text_are_wrong_usage(shop: Any) -> None:
    assert "is no text" in shop.run("find", os.fsdecode(b"\xff\xfe"), code=2).err


def test_a_file_whose_name_is_no_text_is_taken(shop: Any) -> None:
    register = shop.file(GBK + ".csv", "arrived_at,phone\n2026-11-20T09:05,13800138001\n")
    assert shop.batch(register)["visits"] == 1
    assert ".csv" in shop.run("operations", "--format", "csv").out


@pytest.mark.parametrize("command", [("due", "--json"), ("show", "1"), ("log-visit", "--kind", "call")], ids=" ".join)
@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr", "all"])
def test_a_closed_stream_means_the_same_as_a_silent_one(shop: Any, command: tuple[str, ...], closed: str) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")
    shut = {"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-", "all": "<&- >&- 2>&-"}[closed]
    line = f'"$0" -m leadctl --as "Li Na" "$@" {shut}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable, *command],
        env=shop.environment("2026-11-22T08:30", {}),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_a_register_from_a_closed_stdin_is_an_empty_one(shop: Any) -> None:
    line = '"$0" -m leadctl log-visit --from - <&-'
    environment = shop.environment("2026-11-22T08:30", {})
    done = subprocess.run(["sh", "-c", line, sys.executable], env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"the file is empty" in done.stderr


@pytest.mark.parametrize("words", [(), ("-h",), ("due", "-h"), ("staff", "list")], ids=" ".join)
def test_help_into_a_closed_pipe_is_silent_too(shop: Any, words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = piped(shop, *words, stdout=write, stderr=subprocess.PIPE)
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("nobody", ["a reader that has gone", "a full disk"])
def test_a_note_that_nobody_hears_undoes_nothing(shop: Any, nobody: str) -> None:
    read, write = os.pipe()
    os.close(read)
    if nobody == "a full disk":
        os.close(write)
        write = os.open("/dev/full", os.O_WRONLY)
    try:
        noted = piped(shop, "log-visit", "--campaign", "五一", stdout=subprocess.DEVNULL, stderr=write)
        refused = piped(shop, "followup", "99", stdout=subprocess.DEVNULL, stderr=write)
    finally:
        os.close(write)
    assert (noted.returncode, refused.returncode) == (0, 1)
    assert len(shop.run("visits", "--json").json) == 1


@pytest.mark.parametrize("command", [("due",), ("followup", "1", "x"), ("due", "--limit", "3")], ids=" ".join)
@pytest.mark.parametrize("option", ["--db", "--as"])
def test_an_empty_variable_of_a_script_means_no_other_store(shop: Any, option: str, command: tuple[str, ...]) -> None:
    assert f"{option} is empty" in shop.run(option, "", *command, as_=None, code=2).err
    assert f"{option} is empty" in shop.run(*command, option, "", as_=None, code=2).err
