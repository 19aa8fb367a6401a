"""What the documents show is true."""

import doctest
from pathlib import Path

from lonja.algorithms import scheduling

TUTORIAL = Path(__file__).parents[3] / "docs" / "algorithms" / "scheduling-tutorial.md"


def test_the_tutorial_runs_as_written():
    assert doctest.testfile(str(TUTORIAL), module_relative=False).failed == 0


def test_the_example_of_the_package_runs_as_written():
    assert doctest.testmod(scheduling).failed == 0
