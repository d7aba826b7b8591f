"""The touch-gap summary by plain SQL over the same rows: touches counted by GROUP BY, then classes, reps and bands.

    touch_gap.py load ENGINE DIRECTORY   reads DIRECTORY/handoffs.csv and touches.csv into a database of its own
    touch_gap.py ask ENGINE DIRECTORY    prints the seconds of one question, after one that warms the caches
    touch_gap.py sum ENGINE DIRECTORY    prints how many hand-offs and touches it counted

ENGINE is sqlite or duckdb. Both get as much memory as they like; sqlite has an index on the touches of a hand-off.
"""

import os
import sqlite3
import sys
import time

TABLES = """
CREATE TABLE handoff (id INTEGER PRIMARY KEY, owner TEXT, source TEXT, given_at BIGINT, state TEXT, due_at BIGINT);
CREATE TABLE touch (handoff_id INTEGER, is_human INTEGER, happened_at BIGINT);
"""
# What is open and past its due time by two days is stuck; what it is then goes by its touches.
QUESTION = """
SELECT owner, source, class, band, count(*), sum(touches) FROM (
    SELECT owner, source, coalesce(n, 0) AS touches,
        CASE WHEN state = 'closed' THEN 'closed'
            WHEN state <> 'ended' AND due_at + 172800000 >= {now} THEN 'on-plan'
            WHEN state = 'ended' THEN 'ended-short'
            WHEN coalesce(n, 0) = 0 THEN 'never-touched'
            WHEN coalesce(n, 0) <= 2 THEN 'stalled' ELSE 'on-plan' END AS class,
        CASE WHEN coalesce(n, 0) <= 2 THEN coalesce(n, 0) WHEN n <= 5 THEN 3 ELSE 6 END AS band
    FROM handoff LEFT JOIN (SELECT handoff_id, count(*) AS n FROM touch GROUP BY handoff_id) AS t
        ON t.handoff_id = handoff.id) AS judged
GROUP BY owner, source, class, band
"""


def sqlite(folder):
    database = sqlite3.connect(f"{folder}/plain.sqlite")
    database.execute("PRAGMA cache_size = -524288")
    return database


def duckdb(folder):
    import duckdb as module

    database = module.connect(f"{folder}/plain.duckdb")
    database.execute("SET threads = %d" % os.cpu_count())
    return database


def load_sqlite(folder):
    database = sqlite(folder)
    database.execute("PRAGMA synchronous = OFF")
    database.executescript(TABLES)
    for table, file, columns in (("handoff", "handoffs", 6), ("touch", "touches", 3)):
        with open(f"{folder}/{file}.csv") as lines:
            rows = (line.rstrip("\n").split(",") for line in lines)
            database.executemany(
                f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)
    database.execute("CREATE INDEX touch_of_handoff ON touch (handoff_id, happened_at)")
    database.execute("ANALYZE")
    database.commit()


def load_duckdb(folder):
    database = duckdb(folder)
    database.execute(TABLES.replace("INTEGER PRIMARY KEY", "INTEGER"))
    for table, file in (("handoff", "handoffs"), ("touch", "touches")):
        database.execute(f"COPY {table} FROM '{folder}/{file}.csv' (HEADER false)")
    database.close()


def main():
    what, engine, folder = sys.argv[1:4]
    if what == "load":
        {"sqlite": load_sqlite, "duckdb": load_duckdb}[engine](folder)
        print(0)
        return
    database = {"sqlite": sqlite, "duckdb": duckdb}[engine](folder)
    question = QUESTION.format(now=open(f"{folder}/now").read())
    rows = database.execute(question).fetchall()
    if what == "sum":
        print(sum(row[4] for row in rows) + sum(row[5] for row in rows))
        return
    start = time.perf_counter()
    database.execute(question).fetchall()
    print(time.perf_counter() - start)


main()
