"""How long the reader takes over a plan's text, and how it agrees with what stands there.

    python benchmarks/plan_reading.py [FILE] [--characters 200000]

Always: a made text whose headings, numbers and places are known, beside one plain pass over it
(three regular expressions, as one would search it by hand), and the same at half its length.
With FILE, or where HEBEI_GIS_PLAN_TEXT names one: the plan's own text, held against the register.
Exits 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hebei_gis.plan.reader import PlanReading, read_plan
from hebei_gis.plan.register.model import Place
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.text.document import PlanText, read_plan_text
from hebei_gis.plan.verifying import agreement
from hebei_gis.workspace import default_folder

GOAL_S, GROWTH = 2.0, 2.6
REPEATS = 3
_NAMES = [f"{first}{second}公园" for first in "东南西北中" for second in "湖山河林桥"]
_DIGITS = "一二三四五六七八九"
_Result = TypeVar("_Result")


def in_chinese(number: int) -> str:
    """A number from 1 to 99 as headings count."""
    tens, ones = divmod(number, 10)
    ten = f"{_DIGITS[tens - 1] if tens > 1 else ''}十" if tens else ""
    return ten + (_DIGITS[ones - 1] if ones else "")


def made_text(characters: int) -> tuple[str, list[str], list[float]]:
    """A plan's text of about so many characters, its entries' headings and its numbers."""
    draw = random.Random(0)
    lines = ["示例市东湖区国民经济和社会发展第十五个五年规划", "规划期为 2026-2030 年。"]
    headings: list[str] = []
    numbers: list[float] = []
    length = chapter = 0
    while length < characters:
        chapter += 1
        lines.append(f"第{in_chinese(chapter % 99 or 99)}章 示例任务{chapter}")
        for section in range(1, 6):
            lines.append(f"第{in_chinese(section)}节 示例方向{chapter}之{section}")
            for _ in range(8):
                heading = f"改造提升项目{len(headings) + 1}"
                first, second = draw.randint(2, 900), draw.randint(10, 99) / 10
                body = (
                    f"依托{draw.choice(_NAMES)}和{draw.choice(_NAMES)}完善周边环境，新建改建设施"
                    f" {first} 处，整治沿线道路 {second} 公里，方便居民日常出行和休憩。"
                )
                headings.append(heading)
                numbers += [float(first), second]
                lines.append(f"{heading}。 {body}")
        length = sum(map(len, lines))
    return "\n".join(lines) + "\n", headings, numbers


def plain_pass(text: str) -> int:
    """What a search by hand would find: headings, numbers with a unit, names."""
    found = re.findall(r"^第[一二三四五六七八九十百]+[章节].*$", text, re.MULTILINE)
    found += re.findall(r"\d+(?:\.\d+)?\s*(?:处|公里|%|个|座|平方米|亿元)", text)
    return len(found) + len(re.findall("|".join(_NAMES), text))


def best(work: Callable[[], _Result]) -> tuple[float, _Result]:
    """The best time of several, and what came of it."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def source(text: str) -> PlanText:
    """The text as a file that came in."""
    return read_plan_text(text.encode(), "made.txt")


def made(characters: int) -> bool:
    """Measure the made text; whether its goals are met."""
    places = [Place(f"p{n}", name, f"Park {n}", "park") for n, name in enumerate(_NAMES)]
    text, headings, numbers = made_text(characters)
    half, *_ = made_text(characters // 2)
    seconds, reading = best(lambda: read_plan(source(text), places))
    half_s, _ = best(lambda: read_plan(source(half), places))
    plain_s, _ = best(lambda: plain_pass(text))
    found = [entry.entry.heading.strip("。 ") for entry in reading.entries]
    values = [number.value for entry in reading.entries for number in entry.numbers]
    # Twice as long may take a little more than twice the time, no more.
    growth = seconds / half_s * len(half) / len(text) * 2
    print(
        f"made text, {len(text):,} characters: {seconds:.2f} s (≤ {GOAL_S:g}); a plain pass "
        f"{plain_s:.3f} s, ratio {seconds / plain_s:.0f}; twice the text {growth:.2f} × the time "
        f"(≤ {GROWTH})"
    )
    right = found == headings and values == numbers
    print(
        f"{len(found):,} of {len(headings):,} headings, {len(values):,} of {len(numbers):,} numbers"
    )
    return right and seconds <= GOAL_S and growth <= GROWTH


def of_the_plan(path: Path) -> bool:
    """Measure the plan's own text beside the register; whether its goal is met."""
    register = read_register(default_folder())
    plan = read_plan_text(path)

    def work() -> PlanReading:
        return read_plan(plan, register.places.values())

    seconds, reading = best(work)
    print(
        f"{path.name}, {len(reading.source.text):,} characters, {len(reading.entries)} entries: "
        f"{seconds:.2f} s (≤ {GOAL_S:g})"
    )
    for result in agreement(register, reading):
        print(f"{result.what}: recall {result.recall:.3f}, precision {result.precision:.3f}")
    return seconds <= GOAL_S


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", default=os.environ.get("HEBEI_GIS_PLAN_TEXT"))
    parser.add_argument("--characters", type=int, default=200_000)
    options = parser.parse_args()
    kept = [made(options.characters)]
    if options.file:
        kept.append(of_the_plan(Path(options.file)))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
