"""The rows of the table and their targets."""

from table import Row


def rows(size):
    pages = f"{size.signatures // 10:,}"
    large = f"{size.signatures:,}"
    return [
        Row("nginx, the page as a file", "nginx page rate", unit="requests/s"),
        Row("cached petition page", "cached page rate", "nginx page rate", "nginx", at_least=0.8,
            unit="requests/s"),
        Row("cached petition page, CPU", "cached page cpu_us", "nginx page cpu_us", "nginx",
            at_most=1, unit="µs/request"),
        Row("cached petition page, p99 at 80 % load", "cached page open p99", "nginx page open p99",
            "nginx", unit="ms"),
        Row("petition page made anew", "page anew rate", "nginx page rate", "nginx", at_least=0.6,
            unit="requests/s"),
        Row("petition page made anew, CPU", "page anew cpu_us", "nginx page cpu_us", "nginx",
            unit="µs/request"),
        Row("petition page read and made anew, many petitions", "page read rate", unit="requests/s"),
        Row("petition page read and made anew, CPU", "page read cpu_us", unit="µs/request"),
        Row("count.json", "count rate", "nginx count rate", "nginx", unit="requests/s"),
        Row("page 1 of the list, made anew", "first list rate", unit="requests/s"),
        Row(f"page {pages} of the list, made anew", "last list rate", "first list rate", "page 1",
            at_least=1 / 1.2, unit="requests/s"),
        Row("bare HTTP server: form read, 303", "answer rate", unit="requests/s"),
        *signing("SQLite", large),
        *signing("PostgreSQL", large),
        Row("group commit, SQLite", "group commit SQLite rate", "C loop rate", "C loop, same batch",
            at_least=0.8, unit="rows/s"),
        Row("group commit, PostgreSQL", "group commit PostgreSQL rate", "copy rate", "COPY of 1,000",
            at_least=0.4, unit="rows/s"),
        Row("group commit, PostgreSQL", "group commit PostgreSQL rate", "single rate",
            "one row a transaction", at_least=5, unit="rows/s"),
        Row("group commit, PostgreSQL", "group commit PostgreSQL rate", "single 16 rate",
            "the same, 16 connections", unit="rows/s"),
        Row("rows in a transaction, SQLite", "group commit SQLite batch"),
        Row("rows in a transaction, PostgreSQL", "group commit PostgreSQL batch"),
        Row("memory, idle", "idle memory", at_most=40, unit="MB"),
        Row("memory, 2,000 connections", "memory", at_most=100, unit="MB"),
        Row("cached page, 2,000 connections", "many connections rate", unit="requests/s"),
        Row(f"start to first answer, {large} signatures", "start", at_most=0.5, unit="s"),
        Row("bytes on disk a signature, SQLite", "bytes SQLite"),
        Row("bytes on disk a signature, PostgreSQL", "bytes PostgreSQL"),
    ]


def signing(engine, large):
    return [
        Row(f"form of a program turned away, {engine}", f"honeypot {engine} rate", "answer rate",
            "bare 303", unit="requests/s"),
        Row(f"signing, {engine}", f"sign {engine} rate", "answer rate", "bare 303", at_least=0.25,
            unit="requests/s"),
        Row(f"signing, {engine}, CPU of the site", f"sign {engine} cpu_us", unit="µs/request"),
        Row(f"signing, {engine}, p50 at 80 % load", f"sign {engine} open p50", unit="ms"),
        Row(f"signing, {engine}, p99 at 80 % load", f"sign {engine} open p99", at_most=20, unit="ms"),
        Row(f"signing while mails are written, {engine}", f"sign mailing {engine} rate",
            f"sign {engine} rate", "without", unit="requests/s"),
        Row(f"signing while mails are written, {engine}, p99 at 80 % load",
            f"sign mailing {engine} open p99", unit="ms"),
        Row(f"signing at {large}, {engine}", f"sign large {engine} rate", f"sign {engine} rate",
            "when empty", at_least=0.7, unit="requests/s"),
        Row(f"signing at {large}, {engine}, p99 at 80 % load", f"sign large {engine} open p99",
            at_most=30, unit="ms"),
        Row(f"confirming, {engine}", f"confirm {engine} rate", "answer rate", "bare 303",
            unit="requests/s"),
        Row(f"confirming, {engine}, p99", f"confirm {engine} p99", unit="ms"),
    ]
