"""Scenarios in which nothing is sent: migrating, importing, backing up."""
import os
import sqlite3
import time

from .daemon import until, write
from .scenarios import ROOT, Scenario
from .servers import maildir


class Migrate(Scenario):
    """A database of the first schema is opened."""

    name = "migrate"
    calls = "fdatasync pwrite64 openat unlink fsync ftruncate write rename"

    def prepare(self):
        os.makedirs(f"{self.template}/state")
        for name in ("out", "in"):
            maildir(f"{self.template}/{name}")
        with open(f"{ROOT}/Tests/Fixtures/schema/schema-1.sql", encoding="utf-8") as file:
            database = sqlite3.connect(f"{self.template}/state/thirdtouch.sqlite")
            database.executescript(file.read())
        database.close()

    @staticmethod
    def rows(path):
        database = sqlite3.connect(f"file:{path}/state/thirdtouch.sqlite?mode=ro", uri=True)
        try:
            return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                    for name in ("lead", "handOff", "enrollment", "delivery", "reply", "touch", "sequence")}
        finally:
            database.close()

    def drive(self, daemon):
        daemon.await_ready(20)

    def judge(self, daemon, verdict):
        daemon.stop()
        before, after = self.rows(self.template), self.rows(daemon.folder)
        for name, count in before.items():
            verdict.blame("lost", f"rows of {name}", max(0, count - after[name]))


class Import(Scenario):
    """Leads enrolled and addresses suppressed from files: whole or not there, and done again without a double."""

    name = "import"
    calls = "fdatasync pwrite64 openat write futex"
    LEADS = [f"lead{number}@firm{number}.example" for number in range(30)]
    #: Of these the first three are leads.
    ADDRESSES = LEADS[:3] + [f"gone{number}@past.example" for number in range(1500)]

    def prepare(self):
        daemon = self.begin()
        for lead in self.LEADS:
            self.add(daemon, lead)
        self.end(daemon)
        write(f"{self.template}/leads", "\n".join(self.LEADS))
        write(f"{self.template}/addresses", "\n".join(self.ADDRESSES))

    def run(self, daemon):
        """As a person does it."""
        daemon.ask("enroll", "--from-file", f"{daemon.folder}/leads", "--sequence", "kills",
                   "--start-at", self.start)
        return daemon.ask("suppression", "import", f"{daemon.folder}/addresses", "--reason", "old list")

    @property
    def start(self):
        return time.strftime("%Y-%m-%dT09:00:00Z", time.gmtime(time.time() + 20 * 86400))

    def drive(self, daemon):
        """What the command line asks for, without starting it."""
        daemon.await_ready(20)
        daemon.request("POST", "/v1/enrollments", {
            "leads": self.LEADS, "sequence": "kills", "startAt": self.start, "isBeside": False})
        for start in range(0, len(self.ADDRESSES), 1000):
            # Where one batch is refused, the command line sends no further one.
            if not daemon.request("POST", "/v1/suppressions", {
                    "addresses": self.ADDRESSES[start:start + 1000], "reason": "old list"}):
                break

    def judge(self, daemon, verdict):
        suppressed = len(daemon.items("/v1/suppressions") or [])
        if suppressed not in (0, 1000, len(self.ADDRESSES)):
            verdict.blame("unexplained", f"{suppressed} addresses: half a batch")
        code, said = self.run(daemon)
        if code != 0:
            verdict.blame("unexplained", f"the import can't be done again: {said}")
        rows = daemon.items("/v1/enrollments") or []
        by_lead = {}
        for row in rows:
            by_lead.setdefault(row["email"], []).append(row)
        for lead in self.LEADS:
            mine = by_lead.get(lead, [])
            alive = [row for row in mine if row["state"] != "ended"]
            verdict.blame("duplicates", f"{lead} is enrolled {len(mine)} times", max(0, len(mine) - 1))
            if lead in self.ADDRESSES:
                verdict.blame("unexplained", f"{lead} is suppressed and goes on", len(alive))
            else:
                verdict.blame("lost", f"{lead} is not enrolled", int(not alive))
        found = [row["address"] for row in daemon.items("/v1/suppressions") or []]
        verdict.blame("lost", "suppressed addresses", len(set(self.ADDRESSES) - set(found)))
        verdict.blame("duplicates", "suppressed twice", len(found) - len(set(found)))


class Backup(Scenario):
    """A copy of the database is being written: never half of one under its name, and the database unharmed."""

    name = "backup"
    calls = "fdatasync pwrite64 openat write fsync rename unlink"

    def prepare(self):
        daemon = self.begin()
        for number in range(60):
            self.add(daemon, f"lead{number}@firm{number}.example")
        self.end(daemon)

    def drive(self, daemon):
        daemon.await_ready(20)
        self.back_up(daemon, "copy.sqlite", False)

    @staticmethod
    def back_up(daemon, name, is_replacing):
        """How it ended; None when nobody can say."""
        run = daemon.request("POST", "/v1/backup", {"file": name, "isReplacing": is_replacing})
        until(lambda: not run or (daemon.get("/v1/backup") or {"state": "gone"})["state"] != "running", 20)
        return run and daemon.get("/v1/backup")

    @staticmethod
    def leads(path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            return database.execute("SELECT count(*) FROM lead").fetchone()[0]
        finally:
            database.close()

    def judge(self, daemon, verdict):
        folder = f"{daemon.folder}/state/backups"
        try:
            if os.path.exists(f"{folder}/copy.sqlite") and self.leads(f"{folder}/copy.sqlite") != 63:
                verdict.blame("lost", "leads of the copy")
        except (sqlite3.Error, AssertionError) as error:
            verdict.blame("unexplained", f"half a copy has its name: {error}")
        for name, is_replacing in (("second.sqlite", False), ("copy.sqlite", True)):
            run = self.back_up(daemon, name, is_replacing)
            if not run or run["state"] != "done":
                verdict.blame("unexplained", f"no backup after it: {run}")
            elif self.leads(f"{folder}/{name}") != 63:
                verdict.blame("lost", f"leads of {name}")
        left = sorted(os.listdir(folder))
        if left != ["copy.sqlite", "second.sqlite"]:
            verdict.blame("unexplained", f"left over: {left}")
        if len(daemon.items("/v1/leads") or []) != 63:
            verdict.blame("lost", "leads")
