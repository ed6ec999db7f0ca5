"""The table: each row a figure of ours, what it is held against, the ratio, the target, and whether it is met."""

from dataclasses import dataclass

from samples import Series

HEADINGS = ("", "ours (min to max)", "reference (min to max)", "ratio", "target", "met")


@dataclass
class Row:
    """One line; a target is on the ratio where there is a reference, else on the figure."""

    title: str
    ours: str
    reference: str = ""
    against: str = ""
    at_least: float = None
    at_most: float = None
    unit: str = ""

    def evaluated(self, samples):
        """The row with its figures; None where nothing was measured."""
        ours = samples.series(self.ours)
        if ours is None:
            return None
        reference = samples.series(self.reference)
        if self.reference and reference is None:
            return None
        ratio = ours.over(reference) if reference else None
        judged = ratio.median if ratio and self.unit != "ms" else ours.median
        met = None
        if self.at_least is not None:
            met = judged >= self.at_least
        if self.at_most is not None:
            met = judged <= self.at_most
        return Line(self, ours, reference, ratio, met)


@dataclass
class Line:
    row: Row
    ours: Series
    reference: Series
    ratio: Series
    met: bool

    @property
    def target(self):
        unit = "" if self.ratio and self.row.unit != "ms" else f" {self.row.unit}".rstrip()
        if self.row.at_least is not None:
            return f"≥ {round(self.row.at_least, 2):g}{unit}"
        if self.row.at_most is not None:
            return f"≤ {round(self.row.at_most, 2):g}{unit}"
        return ""

    def cells(self):
        reference = f"{self.row.against}: {ranged(self.reference)}" if self.reference else self.row.against
        return (
            f"{self.row.title}, {self.row.unit}" if self.row.unit else self.row.title,
            ranged(self.ours), reference,
            f"{self.ratio.median:.2f}" if self.ratio else "", self.target,
            {None: "", True: "yes", False: "NO"}[self.met])

    def json(self):
        return {
            "work": self.row.title, "unit": self.row.unit, "ours": self.ours.json(),
            "against": self.row.against,
            "reference": self.reference.json() if self.reference else None,
            "ratio": self.ratio.json() if self.ratio else None,
            "target": self.target, "met": self.met}


def figure(value):
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ranged(series):
    return f"{figure(series.median)} ({figure(series.least)} to {figure(series.greatest)})"


def markdown(lines):
    """The table in columns of even width, which is Markdown as well."""
    rows = [HEADINGS] + [line.cells() for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    text = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)
