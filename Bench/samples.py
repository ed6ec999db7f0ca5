"""What was measured, round by round, and what it comes to."""

import statistics
from collections import defaultdict
from dataclasses import dataclass


class Samples:
    """One list of figures for each name; the places in the lists are the rounds."""

    def __init__(self):
        self.figures = defaultdict(list)

    def add(self, name, figure):
        self.figures[name].append(figure)

    def add_all(self, name, result, *parts):
        for part in parts:
            self.add(f"{name} {part}", result[part])

    def latest(self, name):
        return self.figures[name][-1]

    def series(self, name):
        return Series(self.figures[name]) if self.figures.get(name) else None


@dataclass
class Series:
    """The rounds of one figure."""

    figures: list

    @property
    def median(self):
        return statistics.median(self.figures)

    @property
    def least(self):
        return min(self.figures)

    @property
    def greatest(self):
        return max(self.figures)

    def over(self, other):
        """The ratios of each round, since what disturbs a round disturbs both."""
        return Series([a / b for a, b in zip(self.figures, other.figures) if b])

    def json(self):
        return {
            "median": self.median, "min": self.least, "max": self.greatest, "rounds": self.figures}
