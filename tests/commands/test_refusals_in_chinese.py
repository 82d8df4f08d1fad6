"""Who reads Chinese is refused in Chinese, with what to do instead; programs and logs read English as before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leadctl.typer_app import wrong_usage
from tests.conftest import Result

Shop = Callable[..., Result]

REGISTER = """日期,进店时间,姓名,手机,意向级别
2026-11-20,9:05,周一,13900000001,H
2026-11-20,25:05,周二,139****0002,Z
"""


@pytest.fixture
def shop(run: Shop) -> Shop:
    """A store with two consultants and customer service, and Li Na's open lead 1."""
    assert run("init").code == 0
    for name, role in (("Li Na", "consultant"), ("Wang Qiang", "consultant"), ("Mei", "service")):
        assert run("staff", "add", name, "--role", role).code == 0
    visit = ("log-visit", "--phone", "13800000001", "--name", "王小明", "--model", "远山 X5", "--grade", "A")
    assert run(*visit, as_="Li Na").code == 0
    return run


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register with a good row and one in which three cells are wrong."""
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


def _told(shop: Shop, *words: object) -> str:
    return shop(*words, as_="Li Na", env={"LEADCTL_LANG": "zh"}).err.strip()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "99"), "没有线索99；查找：leadctl find 姓名或电话"),
        (("show", "13700000000"), "没有线索用此电话；登记来访：leadctl log-visit --phone 电话"),
        (
            ("followup", "1", "--next", "胡说"),
            "--next “胡说”：看不出日期；应如 2026-11-30、11-30、",
        ),
        (("grade", "1", "O"), "O 级由订单产生：leadctl order 线索号"),
        (("deliver", "1"), "线索1的状态是跟进中，不是已订车。请先登记订单：leadctl order 1"),
        (("verify", "1", "confirmed"), "线索1的状态是跟进中，不是待回访的流失线索。登记流失：leadctl defeat 1"),
        (("defeat", "1", "--reason", "prise"), "没有原因“prise”。是不是promise或price？原因有："),
        (("log-visit", "--phone", "139****1111"), "电话不能用：号码已打码：须填完整号码。"),
        (("log-visit", "--skip-bad"), "--skip-bad 须与 --from 文件 同用。"),
        (("assign", "1", "--to", "Wang Qian"), "没有人员“Wang Qian”。是不是Wang Qiang？新增：leadctl staff add 姓名"),
        (("model", "merge", "X5", "远山 X5"), "没有车型“X5”。是不是远山 X5？见：leadctl model list"),
        (("undo", "99"), "没有操作99；见：leadctl operations"),
        (("backup", "-"), "备份须写入文件，不能输出到屏幕；请指定文件。"),
        (("export", "-o", "/nowhere/x.xlsx"), "不能写入 /nowhere/x.xlsx：没有文件夹 /nowhere，请先建立"),
        (("import", "visits", "/nowhere.csv"), "不能读取 /nowhere.csv：没有这个文件或文件夹"),
        (("forget", "王小明"), "forget 只认客户编号（如 c17）或完整电话"),
        (("report", "funel"), "没有报表“funel”；报表有：appointments campaigns"),
        (("tag", "c1", "golf", "--remove"), "c1的标签里没有“golf”：没有标签。"),
        (("init",), "已存在；init 只建新数据库。"),
        (("due", "--limt", "3"), "没有选项 --limt。是不是--limit？见：leadctl due -h"),
        (("due", "--limit", "three"), "--limit “three”不是数字。见：leadctl due -h"),
        (
            ("report", "funnel", "--by", "moon"),
            "此报表不能 --by moon 分组；可用：source channel consultant model campaign",
        ),
        (("due", "--format", "yaml"), "--format “yaml”无效，可用：csv html json jsonl markdown plain table xlsx ics。"),
        (("show",), "缺少 LEAD。见：leadctl show -h"),
        (("ordr", "1"), "没有命令“ordr”。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_refusal_speaks_chinese(shop: Shop, words: tuple[str, ...], said: str) -> None:
    assert said in _told(shop, *words)


def test_notes_speak_chinese(shop: Shop) -> None:
    assert _told(shop, "find", "没有此人") == "leadctl: 提示：没有找到“没有此人”；写短一些可能找到更多"
    assert "超出A级的联系时限" in _told(shop, "followup", "1", "--next", "2027-03-01")
    assert "车型远山 X9 PHEV是新的，已加入车型表" in _told(shop, "order", "1", "--model", "远山 X9 PHEV")


def test_several_leads_are_listed_with_their_states_in_chinese(shop: Shop) -> None:
    shop("log-visit", "--phone", "13800000002", "--name", "王小明", as_="Li Na")
    told = _told(shop, "show", "王小明")
    assert "有几条线索符合" in told
    assert "跟进中" in told


def test_a_bad_row_is_told_under_the_files_own_headers(shop: Shop, register: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    told = _told(shop, "import", "visits", register, "--rejects", rejects).splitlines()
    assert "leadctl: 提示：第3行、D 列，手机“139****0002”：号码已打码：须填完整号码" in told
    assert "leadctl: 提示：第3行、E 列，意向级别“Z”：不是 H、A、B、C、N 中的级别" in told
    assert told[-1] == f"leadctl: 1行有错，未写入；请改好 {rejects} 后重新导入"
    line = rejects.read_text(encoding="utf-8-sig").splitlines()[1]
    assert "手机：号码已打码：须填完整号码；意向级别：不是" in line


def test_a_script_reads_the_reasons_in_english(shop: Shop, register: Path) -> None:
    done = shop("import", "visits", register, "--json", as_="Li Na", env={"LEADCTL_LANG": "zh"})
    reasons = {error["column"]: error["reason"] for error in done.json["errors"]}
    assert reasons["phone"] == "the number is masked: the whole number is needed"
    assert reasons["grade"] == "is none of the grades H, A, B, C, N"


def test_the_option_says_the_language_before_and_after_the_verb(shop: Shop) -> None:
    for words in (("--lang", "zh", "undo", "99"), ("undo", "99", "--lang", "zh"), ("undo", "99", "--lang=zh")):
        assert shop(*words, as_="Li Na").err.strip() == "leadctl: 没有操作99；见：leadctl operations"
    assert shop("undo", "99", as_="Li Na").err.strip() == "leadctl: There is no operation 99; see: leadctl operations"


def test_a_language_that_is_not_known_is_refused_in_english(shop: Shop) -> None:
    assert "Language 'fr' is not known" in shop("find", "x", "--lang", "fr", as_="Li Na").err


def test_reasons_of_one_lead_are_set_apart_as_chinese_does(shop: Shop) -> None:
    shop("followup", "1", "--outcome", "no-answer", as_="Li Na")
    listed = shop("due", "--lang", "zh", as_="Li Na", now="2026-11-28T08:30").out
    assert "；" in listed
    assert "; " not in listed
    assert "; " in shop("due", "--lang", "en", as_="Li Na", now="2026-11-28T08:30").out


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "No such option: --fo Did you mean --for?",
            "There is no option --fo. Did you mean --for? See: leadctl due -h",
        ),
        ("No such option '--fo'.", "There is no option --fo. See: leadctl due -h"),
        ("No such command 'dua'.", "There is no command 'dua'. See: leadctl due -h"),
        ("Missing option '--to'.", "--to is missing. See: leadctl due -h"),
        ("Option '--to' requires an argument.", "--to needs a value. See: leadctl due -h"),
        ("Option '--all' does not take a value.", "--all takes no value. See: leadctl due -h"),
        ("Got unexpected extra arguments (a b)", "This is too much: a b. See: leadctl due -h"),
        ("Something new {here}.", "Something new {here}. See: leadctl due -h"),
    ],
)
def test_what_typer_finds_wrong_is_a_refusal_like_any_other(message: str, said: str) -> None:
    assert str(wrong_usage(message, (), "leadctl due")) == said


@pytest.mark.parametrize(
    ("word", "meant"), [("folowup", "followup"), ("Duee", "due"), ("log-vist", "log-visit"), ("reprot", "report")]
)
def test_a_command_that_is_none_is_answered_with_the_near_ones(
    run: Callable[..., Result], word: str, meant: str
) -> None:
    refused = run(word)
    assert refused.code == 2
    assert meant in refused.err.partition("Did you mean ")[2].partition("?")[0]
