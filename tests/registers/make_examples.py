"""Makes the registers of ``examples/`` anew, byte for byte: ``python tests/registers/make_examples.py [FOLDER]``.

A showroom's autumn of 2026 as three clerks would have kept it, up to the evening of 2026-11-21: September in a GBK
file with every habit that real registers have, October in an Excel sheet under a merged title, November in a clean
CSV with English headers; and what became of the leads in ``followups.csv``, ``orders.csv``, ``churn.csv`` and
``sales.csv``. All people are invented, and so are their numbers (1380000xxxx).
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.registers.autumn import Story, tell_the_autumn
from tests.registers.forms import write_clean_csv, write_facts, write_gbk_csv, write_workbook

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = (
    "register-gbk.csv", "register.xlsx", "register.csv", "followups.csv", "orders.csv", "churn.csv", "sales.csv",
)  # fmt: skip
SEED = 20261198


def write_examples(folder: Path) -> Story:
    """Writes the seven files into an existing folder and returns the story they tell."""
    chance = random.Random(SEED)
    story = tell_the_autumn(chance)
    by_month = {month: [v for v in story.visits if v.arrived.month == month] for month in (9, 10, 11)}
    write_gbk_csv(folder / "register-gbk.csv", by_month[9], chance)
    write_workbook(folder / "register.xlsx", by_month[10])
    write_clean_csv(folder / "register.csv", by_month[11])
    write_facts(folder, story)
    return story


if __name__ == "__main__":
    told = write_examples(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
    counts = (len(told.visits), len(told.followups), len(told.orders), len(told.churn))
    print("{} visits, {} follow-ups, {} orders, {} churned".format(*counts))
