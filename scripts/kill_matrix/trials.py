"""What is no single call: servers that misbehave, copies at random instants, a daemon that stands still, two of them, clocks."""
import email.utils
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import time

from .daemon import until, write
from .scenarios import LEADS, NUDGE, FollowUp, Send
from .servers import PostfixSink, messages_in
from .verdict import Verdict, judge_file, judge_mail

DAY = 86400
#: What smtp-sink does -> the states in which a message may rest then. A verdict of the server that says "no" after the
#: dot is believed; a line that breaks there leaves a doubt, and so does a "no" (-A) that is lost with the line.
STAGES = ("connect", "ehlo", "mail", "rcpt", "data", ".")
SERVERS = (
    [(("-r", stage), {"queued", "accepted"} if stage == "ehlo" else {"queued"}) for stage in STAGES]
    + [(("-f", stage), {
        "connect": {"queued", "refused"}, "ehlo": {"queued", "accepted"}}.get(stage, {"refused"})) for stage in STAGES]
    + [(("-q", stage), {"in-doubt"} if stage == "." else {"queued"}) for stage in STAGES]
    + [(("-Q", stage), {"queued", "in-doubt"} if stage == "." else {"queued"}) for stage in STAGES]
    + [(("-W", f"{stage}:1"), {"accepted"}) for stage in STAGES]
    + [(("-w", "2"), {"accepted"}), (("-A", "0"), {"refused", "queued", "in-doubt"}), (("-H", "1"), {"accepted"}),
       (("-T", "256"), {"accepted"}), (("-e",), {"accepted"}), (("-p",), {"accepted"})])


class Server(Send):
    """Refusals, delays and drops of smtp-sink at every stage, then a server that behaves."""

    name = "server"

    def open(self):
        self.sink = type("Port", (), {"port": 9})()

    def close(self):
        pass

    def trial(self, flags, expected, verdict):
        folder = tempfile.mkdtemp(prefix="sink-", dir=self.base)
        server = PostfixSink(folder, flags)
        self.sink = server
        daemon = self.fresh()
        try:
            daemon.start()
            daemon.await_ready()
            self.enroll(daemon, LEADS[:1])

            def state():
                rows = daemon.items("/v1/deliveries") or []
                return rows[0] if rows and (
                    rows[0]["attempts"] > 0 and rows[0]["state"] not in ("submitting", "committing")) else None

            until(state, 15)
            row = state()
            if not row or row["state"] not in expected:
                verdict.blame("unexplained", f"{flags}: {row and row['state']}, not {expected}: {daemon.log[-200:]}")
            server.stop()
            server = PostfixSink(folder, port=server.port)
            daemon.kill()
            daemon.start()
            daemon.await_ready()
            # What was put off by a server stays so for half an hour; the rest leaves now.
            time.sleep(0.5)
            rows = self.settle_but_put_off(daemon)
            taken = server.taken
            for name, count in taken.items():
                verdict.blame("duplicates", f"{flags}: {name} arrived {count} times", max(0, count - 1))
            for row in rows:
                held = taken.get(row["messageID"], 0)
                verdict["inDoubt"] += row["state"] == "in-doubt"
                verdict.blame("lost", f"{flags}: accepted and nowhere", int(row["state"] == "accepted" and not held))
            verdict.blame("lost", f"{flags}: {len(rows)} deliveries", int(len(rows) != 1))
        finally:
            daemon.kill()
            server.stop()
        judge_file(verdict, f"{daemon.folder}/state/thirdtouch.sqlite")

    def settle_but_put_off(self, daemon):
        until(lambda: all(row["state"] not in ("submitting", "committing")
                          for row in daemon.items("/v1/deliveries") or [{"state": "committing"}]), 10)
        return [daemon.get(f"/v1/deliveries/{row['id']}") for row in daemon.items("/v1/deliveries") or []]


def servers(build, base, wanted):
    scenario = Server(build, base)
    scenario.open()
    scenario.prepare()
    chosen = SERVERS if wanted >= len(SERVERS) else random.Random(1).sample(SERVERS, max(0, wanted))
    for flags, expected in chosen:
        verdict = Verdict(points=1)
        scenario.trial(flags, expected, verdict)
        yield " ".join(flags), verdict


class Crowd(Send):
    """Many first e-mails, so that there is something to copy while they leave."""

    name = "copies"
    LEADS = [f"lead{number}@firm{number}.example" for number in range(150)]

    def prepare(self):
        daemon = self.begin()
        for lead in self.LEADS:
            self.add(daemon, lead)
        self.end(daemon)


def copies(build, base, wanted):
    """Database and log as the disk would hold them if the power went: the daemon stands still while they are copied."""
    scenario = Crowd(build, base)
    scenario.open()
    scenario.prepare()
    chance, folders = random.Random(7), []
    daemon = scenario.fresh()
    try:
        daemon.start()
        daemon.await_ready()
        subprocess.Popen([f"{build}/thirdtouch", "enroll", *scenario.LEADS, "--sequence", "kills"],
                         env={**os.environ, "THIRDTOUCH_SOCKET": f"{daemon.folder}/run.sock"},
                         stdout=subprocess.DEVNULL).wait(60)
        while len(folders) < wanted and sum(scenario.sink.taken.values()) < len(scenario.LEADS):
            time.sleep(chance.uniform(0, 0.02))
            folder = tempfile.mkdtemp(prefix="copy-", dir=base)
            os.kill(daemon.process.pid, signal.SIGSTOP)
            for part in ("", "-wal"):
                shutil.copy(f"{daemon.folder}/state/thirdtouch.sqlite{part}", folder)
            os.kill(daemon.process.pid, signal.SIGCONT)
            folders.append(folder)
        until(lambda: sum(scenario.sink.taken.values()) >= len(scenario.LEADS), 60)
        time.sleep(0.5)
    finally:
        daemon.kill()
        scenario.close()
    for folder in folders:
        verdict = Verdict(points=1)
        path = f"{folder}/thirdtouch.sqlite"
        judge_file(verdict, path)
        database = sqlite3.connect(path)
        for (name,) in database.execute("SELECT messageID FROM delivery WHERE state = 'accepted'"):
            verdict.blame("lost", f"{name} is accepted and nowhere", int(not scenario.sink.taken.get(name)))
        database.close()
        yield "copy", verdict
    verdict = Verdict(points=1)
    verdict.blame("duplicates", "arrived twice", sum(count - 1 for count in scenario.sink.taken.values()))
    judge_file(verdict, f"{daemon.folder}/state/thirdtouch.sqlite")
    yield "after them", verdict


class Clock:
    """Steps the clocks of a daemon that was started with its environment."""

    def __init__(self, folder):
        self.file, library = f"{folder}/clock", f"{folder}/clock_shim.so"
        source = f"{os.path.dirname(os.path.abspath(__file__))}/clock_shim.c"
        subprocess.run(["gcc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        self.step(0, 0)
        self.environment = {"LD_PRELOAD": library, "CLOCK_SHIM_FILE": self.file}

    def step(self, wall, machine):
        """Seconds by which the wall clock, and the machine's, differ from the real ones."""
        data = struct.pack("<qq", int(wall * 1e9), int(machine * 1e9)).ljust(4096, b"\0")
        with open(self.file, "r+b" if os.path.exists(self.file) else "wb") as file:
            file.write(data)


class Still(FollowUp):
    name = "still"

    def prepare(self):
        """Once for the three trials that use it."""
        if not os.path.exists(self.template):
            self.end(self.begin(more=NUDGE))


def answer(daemon, lead):
    """The lead's answer to what lies in `out`, delivered into the mailbox."""
    folder = f"{daemon.folder}/out/new"
    for name in os.listdir(folder):
        with open(f"{folder}/{name}", encoding="utf-8") as file:
            text = file.read()
        if f"To: {lead}" in text or f"<{lead}>" in text.split("\n\n")[0]:
            original = [line for line in text.splitlines() if line.lower().startswith("message-id:")][0]
            write(f"{daemon.folder}/in/new/answer.{lead}",
                  f"From: {lead}\nTo: dana@sender.example\nSubject: Re: Pumps\nMessage-ID: <answer.{lead}>\n"
                  f"In-Reply-To: {original.split(':', 1)[1].strip()}\nDate: {email.utils.formatdate()}\n\nThursday.\n")
            return True
    return False


def enrolled(scenario, daemon, leads):
    daemon.request("POST", "/v1/enrollments", {"leads": leads, "sequence": "kills", "isBeside": False})
    return until(lambda: len(messages_in(f"{daemon.folder}/out/new")) >= len(leads), 20)


def stands_still(build, base, seconds):
    """SIGSTOP while the proof of the fence is fresh, minutes pass (by the clocks that the daemon sees), answers come, SIGCONT:
    no second e-mail may rest on the old proof."""
    scenario = Still(build, base)
    scenario.prepare()
    daemon, clock, verdict = scenario.fresh(), Clock(base), Verdict(points=1)
    try:
        daemon.start(environment=clock.environment)
        daemon.await_ready()
        if not enrolled(scenario, daemon, LEADS):
            verdict.blame("lost", f"the first e-mails did not leave: {daemon.log[-300:]}")
        os.kill(daemon.process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        for lead in LEADS[:2]:
            if not answer(daemon, lead):
                verdict.blame("unexplained", f"no mail to {lead} was found")
        # As if the machine had slept: longer than a proof is good for.
        clock.step(600, 600)
        os.kill(daemon.process.pid, signal.SIGCONT)
        until(lambda: len(messages_in(f"{daemon.folder}/out/new")) > len(LEADS), 80)
        time.sleep(3)
        rows = [row for row in scenario.settle(daemon, verdict) if row["state"] != "withdrawn"]
        judge_mail(verdict, rows, scenario.taken(daemon), {LEADS[0]: 1, LEADS[1]: 1, LEADS[2]: 2})
    finally:
        daemon.kill()
    judge_file(verdict, f"{daemon.folder}/state/thirdtouch.sqlite")
    yield f"SIGSTOP {seconds} s", verdict


def clock_steps(build, base, _):
    """The wall clock a day ahead, then two days back: each step leaves once, and what is due leaves."""
    scenario = Still(build, base)
    scenario.prepare()
    daemon, clock, verdict = scenario.fresh(), Clock(base), Verdict(points=1)
    try:
        daemon.start(environment=clock.environment)
        daemon.await_ready()
        if not enrolled(scenario, daemon, LEADS[:2]):
            verdict.blame("lost", "the first e-mails did not leave")
        clock.step(DAY, 0)
        if not until(lambda: len(messages_in(f"{daemon.folder}/out/new")) >= 4, 80):
            verdict.blame("lost", f"a day ahead the second e-mails do not leave: {daemon.log[-300:]}")
        if "The wall clock was stepped" not in daemon.log:
            verdict.blame("unexplained", "the daemon does not say that its clock was stepped")
        clock.step(-DAY, 0)
        daemon.request("POST", "/v1/enrollments", {"leads": LEADS[2:], "sequence": "kills", "isBeside": False})
        if not until(lambda: len(messages_in(f"{daemon.folder}/out/new")) >= 5, 80):
            verdict.blame("lost", f"a day back a first e-mail does not leave: {daemon.log[-300:]}")
        time.sleep(3)
        rows = scenario.settle(daemon, verdict)
        seen = {row["email"]: sum(other["email"] == row["email"] for other in rows) for row in rows}
        judge_mail(verdict, rows, scenario.taken(daemon), {LEADS[0]: 2, LEADS[1]: 2, LEADS[2]: seen.get(LEADS[2], 1)})
    finally:
        daemon.kill()
    judge_file(verdict, f"{daemon.folder}/state/thirdtouch.sqlite")
    yield "wall clock ±1 day", verdict


def two_daemons(build, base, _):
    """A second daemon on the same state folder: it says who is there and leaves the first alone."""
    scenario = Still(build, base)
    scenario.prepare()
    daemon, verdict = scenario.fresh(), Verdict(points=1)
    try:
        daemon.start()
        daemon.await_ready()
        run = subprocess.run(
            [f"{build}/thirdtouchd", "run", "--config", f"{daemon.folder}/thirdtouchd.yaml"], capture_output=True,
            text=True, timeout=30, check=False)
        said = run.stdout + run.stderr
        if run.returncode != 1 or f"(process {daemon.process.pid})" not in said:
            verdict.blame("unexplained", f"the second daemon: {run.returncode} {said[-300:]}")
        if not daemon.get("/v1/status") or not enrolled(scenario, daemon, LEADS):
            verdict.blame("lost", "the first daemon does not go on")
        judge_mail(verdict, scenario.settle(daemon, verdict), scenario.taken(daemon), {lead: 1 for lead in LEADS})
    finally:
        daemon.kill()
    yield "two daemons", verdict


#: name -> what runs it, how much of it the short form takes, and the full one.
TRIALS = {
    "server": (servers, 3, len(SERVERS)),
    "copies": (copies, 10, 120),
    "two": (two_daemons, 1, 1),
    "still": (stands_still, 0, 20),
    "clock": (clock_steps, 0, 1),
}
