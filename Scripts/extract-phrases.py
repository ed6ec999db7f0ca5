#!/usr/bin/env python3
"""Collects the phrases of the site into its gettext template.

    extract-phrases.py           writes Sources/PetitionSite/Resources/undersigned.pot
    extract-phrases.py --merge   does so and updates every .po beside it (needs msgmerge)
    extract-phrases.py --print   prints the template and writes nothing

A phrase is a string literal in a call of `words`, in one of the calls below that take phrases, or
in `Phrase("…", context: "…")`. What cannot be read so, such as a phrase chosen by `?:`, ends the
program with its place.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "Sources" / "PetitionSite"
RESOURCES = SOURCES / "Resources"
TEMPLATE = RESOURCES / "undersigned.pot"

# What follows `words.` and takes a phrase.
METHODS = {"html", "countHTML", "pieces"}

HEADER = """\
# The phrases of the site, as they stand in its source.
# Written by Scripts/extract-phrases.py; changes made here are lost.
msgid ""
msgstr ""
"Project-Id-Version: undersigned\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"
"""

ESCAPES = {"0": "\0", "\\": "\\", "t": "\t", "n": "\n", "r": "\r", '"': '"', "'": "'"}


class NotUnderstood(Exception):
    pass


class Token:
    """A name, a string literal or a single character of a Swift source."""

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line

    def is_mark(self, text):
        return self.kind == "mark" and self.text == text

    def is_name(self, text):
        return self.kind == "name" and self.text == text


class Scanner:
    """Cuts a Swift source into tokens; comments and white space are left out."""

    def __init__(self, source):
        self.source, self.position = source, 0
        self.tokens = []

    def scan(self):
        while self.position < len(self.source):
            self.scan_one()
        return self.tokens

    def line(self):
        return self.source.count("\n", 0, self.position) + 1

    def starts(self, text):
        return self.source.startswith(text, self.position)

    def scan_one(self):
        char = self.source[self.position]
        if char.isspace():
            self.position += 1
        elif self.starts("//"):
            end = self.source.find("\n", self.position)
            self.position = len(self.source) if end < 0 else end
        elif self.starts("/*"):
            self.skip_comment()
        elif char == '"' or (char == "#" and self.hashes()):
            line = self.line()
            self.tokens.append(Token("string", self.literal(), line))
        elif char.isalpha() or char in "_`$":
            start = self.position
            self.position += 1
            while self.position < len(self.source) and self.is_name_character():
                self.position += 1
            self.tokens.append(Token("name", self.source[start : self.position], self.line()))
        else:
            self.tokens.append(Token("mark", char, self.line()))
            self.position += 1

    def is_name_character(self):
        char = self.source[self.position]
        return char.isalnum() or char in "_`$"

    def skip_comment(self):
        """Comments nest in Swift."""
        depth = 0
        while self.position < len(self.source):
            if self.starts("/*"):
                depth, self.position = depth + 1, self.position + 2
            elif self.starts("*/"):
                depth, self.position = depth - 1, self.position + 2
                if depth == 0:
                    return
            else:
                self.position += 1

    def hashes(self):
        """How many # stand before a quotation mark here; 0 where none opens a literal."""
        end = self.position
        while self.source.startswith("#", end):
            end += 1
        return end - self.position if self.source.startswith('"', end) else 0

    def literal(self):
        """The value of the literal that begins here; None where it holds an interpolation."""
        line, hashes = self.line(), self.hashes()
        self.position += hashes
        quote = '"""' if self.starts('"""') else '"'
        self.position += len(quote)
        close, escape = quote + "#" * hashes, "\\" + "#" * hashes
        parts, is_interpolated = [], False
        while not self.starts(close):
            if self.position >= len(self.source):
                raise NotUnderstood(f"{line}: the string is not closed")
            if self.starts(escape + "("):
                self.interpolation(len(escape))
                is_interpolated = True
            elif self.starts(escape):
                self.position += len(escape)
                # The sign before it keeps an escaped character apart from one typed as it is.
                parts.append("\ue000" + self.escaped())
            else:
                parts.append(self.source[self.position])
                self.position += 1
        self.position += len(close)
        if is_interpolated:
            return None
        text = "".join(parts)
        if quote == '"""':
            text = self.without_indentation(text)
        return text.replace("\ue000", "")

    def escaped(self):
        letter = self.source[self.position]
        self.position += 1
        if letter == "u":
            end = self.source.index("}", self.position)
            code = self.source[self.position + 1 : end]
            self.position = end + 1
            return chr(int(code, 16))
        if letter in " \t\n":
            # A backslash at the end of a line joins it with the next.
            while letter != "\n":
                letter = self.source[self.position]
                self.position += 1
            return "\ue001"
        if letter not in ESCAPES:
            raise NotUnderstood(f"{self.line()}: the escape is not known")
        return ESCAPES[letter]

    def interpolation(self, length):
        """Takes in what stands between the parentheses, which may hold phrases itself."""
        line = self.line()
        self.tokens.append(Token("mark", "(", line))
        self.position += length + 1
        depth = 1
        while depth > 0:
            if self.position >= len(self.source):
                raise NotUnderstood(f"{line}: the interpolation is not closed")
            depth += {"(": 1, ")": -1}.get(self.source[self.position], 0)
            self.scan_one()

    @staticmethod
    def without_indentation(text):
        """Takes the white space of the closing line away from every line."""
        lines = text.replace("\ue000\ue001", "\ue001\n").split("\n")
        indentation = lines[-1]
        joined = ""
        for index, line in enumerate(lines[1:-1]):
            line = line.removeprefix(indentation)
            is_last = index == len(lines) - 3
            joined += line[:-1] if line.endswith("\ue001") else line + ("" if is_last else "\n")
        return joined


class Catalogue:
    """The phrases in the order in which the sources name them, with the files of each."""

    def __init__(self):
        self.entries = {}

    def add(self, file, singular, plural=None, context=None):
        entry = self.entries.setdefault((context, singular), {"plural": plural, "files": []})
        if plural is not None and entry["plural"] not in (None, plural):
            raise NotUnderstood(f"two plurals for “{singular}”")
        entry["plural"] = entry["plural"] or plural
        if file not in entry["files"]:
            entry["files"].append(file)

    def text(self):
        parts = [HEADER]
        for (context, singular), entry in self.entries.items():
            lines = [f"#: {file}" for file in entry["files"]]
            if context is not None:
                lines.append(f"msgctxt {quoted(context)}")
            lines.append(f"msgid {quoted(singular)}")
            if entry["plural"] is None:
                lines.append('msgstr ""')
            else:
                lines.append(f"msgid_plural {quoted(entry['plural'])}")
                lines += ['msgstr[0] ""', 'msgstr[1] ""']
            parts.append("\n".join(lines) + "\n")
        return "\n".join(parts)


def quoted(text):
    for plain, escaped in [("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")]:
        text = text.replace(plain, escaped)
    return f'"{text}"'


def arguments(tokens, start):
    """The arguments of a call whose parenthesis opened just before `start`, as lists of tokens."""
    found, depth = [[]], 0
    for token in tokens[start:]:
        if token.kind == "mark" and token.text in ")]}":
            if depth == 0:
                return [argument for argument in found if argument]
            depth -= 1
        if token.is_mark(",") and depth == 0:
            found.append([])
            continue
        if token.kind == "mark" and token.text in "([{":
            depth += 1
        found[-1].append(token)
    raise NotUnderstood("a call is not closed")


def literal(argument):
    """The text of an argument that is one literal; None where it holds none outside calls."""
    if len(argument) == 1 and argument[0].kind == "string":
        if argument[0].text is None:
            raise NotUnderstood(f"{argument[0].line}: a phrase with an interpolation")
        return argument[0].text
    depth = 0
    for token in argument:
        if token.kind == "mark":
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.text, 0)
        if token.kind == "string" and depth == 0:
            raise NotUnderstood(f"{token.line}: write each phrase as a call of its own")
    return None


def takes_phrases(tokens, index, is_words):
    """Whether the name at `index`, which a parenthesis follows, is called with phrases."""
    name = tokens[index].text
    if name == "self":
        return is_words
    after_words = index > 1 and tokens[index - 1].is_mark(".")
    if name == "words":
        return not (index > 0 and tokens[index - 1].is_name("func"))
    return name in METHODS and after_words and tokens[index - 2].is_name("words")


def collect(file, source, catalogue):
    tokens = Scanner(source).scan()
    # In an extension of Words its phrases are calls of `self`.
    is_words = any(
        token.is_name("extension") and following.is_name("Words")
        for token, following in zip(tokens, tokens[1:])
    )
    for index, token in enumerate(tokens[:-1]):
        if token.is_name("Phrase") and tokens[index + 1].is_mark("="):
            raise NotUnderstood(f"{token.line}: write the phrase where it is used")
        if token.kind != "name" or not tokens[index + 1].is_mark("("):
            continue
        if token.text == "Phrase":
            given = arguments(tokens, index + 2)
            context = given[1][2:] if len(given) > 1 else []
            if literal(given[0]) is not None:
                catalogue.add(
                    file, literal(given[0]), context=literal(context) if context else None)
        elif takes_phrases(tokens, index, is_words):
            given = arguments(tokens, index + 2)
            singular = literal(given[0]) if given else None
            if singular is None:
                continue
            # What follows a phrase is its plural, its slots in brackets, or has a label.
            has_plural = len(given) > 1 and not (
                given[1][0].is_mark("[") or given[1][1:2] and given[1][1].is_mark(":"))
            catalogue.add(file, singular, literal(given[1]) if has_plural else None)


def template():
    catalogue = Catalogue()
    for path in sorted(SOURCES.rglob("*.swift")):
        file = path.relative_to(ROOT).as_posix()
        try:
            collect(file, path.read_text(encoding="utf-8"), catalogue)
        except NotUnderstood as error:
            sys.exit(f"{file}:{error}")
    return catalogue.text()


def main():
    options = sys.argv[1:]
    if options not in ([], ["--merge"], ["--print"]):
        sys.exit(__doc__)
    text = template()
    if options == ["--print"]:
        sys.stdout.write(text)
        return
    TEMPLATE.write_text(text, encoding="utf-8")
    if options == ["--merge"]:
        for catalogue in sorted(RESOURCES.glob("*.po")):
            subprocess.run(
                ["msgmerge", "--quiet", "--update", "--backup=none", "--no-wrap",
                 "--previous", str(catalogue), str(TEMPLATE)],
                check=True)


if __name__ == "__main__":
    main()
