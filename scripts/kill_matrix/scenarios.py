"""What the daemon does while it is killed: each scenario has a folder to begin with, work to drive, and a judge."""
import email
import email.utils
import os
import shutil
import sys
import tempfile
import time

from .daemon import CONFIGURATION, Daemon, until, write
from .servers import Dovecot, Sink, maildir, messages_in
from .verdict import judge_mail

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LEADS = ["mira.falk@nordwind.example", "ken.ito@ostwind.example", "ana.diaz@suedwind.example"]
SEQUENCE = """
title: For kills
window: {{ days: mon-sun, hours: 00:00-24:00, zone: UTC, holidays: none }}
unable-to-reach-after: 1 touch on 1 channel in 1 business day
steps:
  - id: hello
    email: {{ subject: "Pumps", body: "Hi." }}
{more}
"""
NUDGE = """
  - id: nudge
    after: 1 minutes
    email: { reply-to: hello, body: "Still there?" }
"""
ON_THE_WAY = ("queued", "submitting", "committing")


class Scenario:
    name = ""
    #: System calls at which it is killed.
    calls = ""

    def __init__(self, build, base):
        self.build, self.base = build, base
        # Made once, by whoever calls `prepare`; every point begins with a copy.
        self.template = f"{base}/template-{self.name}"

    def open(self):
        """Starts the servers that it talks to."""

    def close(self):
        """Ends them."""

    def reset(self):
        """Forgets what the servers hold."""

    def transport(self, folder):
        return f"        maildir: {{ out: {folder}/out, in: {folder}/in }}\n"

    def configure(self, folder):
        write(f"{folder}/thirdtouchd.yaml",
              CONFIGURATION.format(folder=folder, uid=os.getuid(), transport=self.transport(folder)))

    def fresh(self):
        """A copy of the template, configured for its own place."""
        folder = tempfile.mkdtemp(prefix=f"{self.name}-", dir=self.base)
        shutil.copytree(self.template, folder, dirs_exist_ok=True)
        self.configure(folder)
        return Daemon(folder, self.build)

    def begin(self, more=""):
        """A started daemon in the template's folder, with a published sequence and three leads."""
        os.makedirs(self.template)
        for name in ("out", "in"):
            maildir(f"{self.template}/{name}")
        write(f"{self.template}/kills.yaml", SEQUENCE.format(more=more))
        self.configure(self.template)
        daemon = Daemon(self.template, self.build)
        daemon.start()
        if not daemon.await_ready():
            raise SystemExit(f"the daemon does not start: {daemon.log}")
        code, said = daemon.ask("sequence", "publish", f"{self.template}/kills.yaml")
        assert code == 0, said
        for lead in LEADS:
            self.add(daemon, lead)
        return daemon

    def add(self, daemon, lead):
        assert daemon.request("POST", "/v1/leads", {"email": lead, "owner": "dana", "fields": {"zone": "UTC"}}), lead

    def end(self, daemon):
        daemon.stop()
        os.remove(f"{self.template}/log")

    def prepare(self):
        raise NotImplementedError

    def drive(self, daemon):
        raise NotImplementedError

    def judge(self, daemon, verdict):
        """Of a daemon that was started again and is ready."""
        raise NotImplementedError

    def settle(self, daemon, verdict):
        """The deliveries, whole, once nothing moves any more."""
        def rests():
            rows = daemon.items("/v1/deliveries")
            return rows is not None and not any(row["state"] in ON_THE_WAY for row in rows)

        if not until(rests, 40):
            verdict.blame("unexplained", "a delivery does not come to rest")
        rows = daemon.items("/v1/deliveries") or []
        return [daemon.get(f"/v1/deliveries/{row['id']}") or row for row in rows]


class Send(Scenario):
    """Three first e-mails over SMTP to aiosmtpd, which counts a message when it has answered 250."""

    name = "send"
    calls = "fdatasync pwrite64 sendto recvfrom write openat connect unlink futex"

    def transport(self, folder):
        # Nothing listens for IMAP: a first e-mail to somebody who never wrote needs no fence.
        write(f"{folder}/password", "secret\n")
        os.chmod(f"{folder}/password", 0o600)
        return (f"        smtp: {{ host: 127.0.0.1, port: {self.sink.port}, security: none }}\n"
                f"        imap: {{ host: 127.0.0.1, port: 9, security: none, user: dana, "
                f"password-file: {folder}/password }}\n")

    def open(self):
        self.sink = Sink()

    def close(self):
        self.sink.stop()

    def reset(self):
        self.sink.reset()

    def prepare(self):
        self.end(self.begin())

    def enroll(self, daemon, leads):
        return daemon.request("POST", "/v1/enrollments", {"leads": leads, "sequence": "kills", "isBeside": False})

    def drive(self, daemon):
        daemon.await_ready(20)
        self.enroll(daemon, LEADS)
        until(lambda: not daemon.is_running or self.is_done(daemon), 15)

    def is_done(self, daemon):
        rows = daemon.items("/v1/deliveries") or []
        return len(rows) == len(LEADS) and all(row["state"] in ("accepted", "in-doubt") for row in rows)

    def judge(self, daemon, verdict):
        # The caller whose daemon died does not know what became of its request: it looks, and asks again.
        enrolled = {row["email"] for row in daemon.items("/v1/enrollments") or []}
        rest = [lead for lead in LEADS if lead not in enrolled]
        if rest:
            self.enroll(daemon, rest)
        until(lambda: self.is_done(daemon), 40)
        rows = self.settle(daemon, verdict)
        judge_mail(verdict, rows, self.sink.taken, {lead: 1 for lead in LEADS})


class FollowUp(Scenario):
    """Three second e-mails, two of whose leads have answered: Maildir in and out, the fence, the sweep."""

    name = "follow-up"
    calls = "fdatasync pwrite64 openat rename link unlink write fsync getdents64 futex"

    def originals(self):
        """The first e-mails, as they arrived."""
        folder = f"{self.template}/out/new"
        for name in os.listdir(folder):
            with open(f"{folder}/{name}", "rb") as file:
                yield email.message_from_binary_file(file)

    def sent(self):
        return len(messages_in(f"{self.template}/out/new"))

    def deliver(self, name, text):
        write(f"{self.template}/in/new/{name}", text)

    def prepare(self):
        daemon = self.begin(more=NUDGE)
        assert daemon.request("POST", "/v1/enrollments", {"leads": LEADS, "sequence": "kills", "isBeside": False})
        assert until(lambda: self.sent() == len(LEADS), 20), "the template could not be made"
        until(lambda: all(row["state"] == "accepted" for row in daemon.items("/v1/deliveries") or [{"state": ""}]), 5)
        due = time.monotonic() + 61
        self.end(daemon)
        answers = {LEADS[0]: "Let us talk on Thursday.", LEADS[1]: "unsubscribe"}
        for original in self.originals():
            lead = email.utils.parseaddr(original["To"])[1]
            if lead in answers:
                self.deliver(
                    f"answer.{lead}",
                    f"From: {lead}\nTo: dana@sender.example\nSubject: Re: {original['Subject']}\n"
                    f"Message-ID: <answer.{lead}>\nIn-Reply-To: {original['Message-ID']}\n"
                    f"Date: {email.utils.formatdate()}\n\n{answers[lead]}\n")
        print(f"{self.name}: waiting until the second e-mails are due …", file=sys.stderr)
        time.sleep(max(0, due - time.monotonic()))

    def drive(self, daemon):
        daemon.await_ready(20)
        until(lambda: not daemon.is_running or self.is_done(daemon), 15)

    def is_done(self, daemon):
        replies, rows = daemon.items("/v1/replies") or [], daemon.items("/v1/deliveries") or []
        return len(replies) >= 2 and len(rows) >= 4 and not any(row["state"] in ON_THE_WAY for row in rows)

    def taken(self, daemon):
        return messages_in(f"{daemon.folder}/out/new", f"{daemon.folder}/out/cur")

    def judge(self, daemon, verdict):
        until(lambda: self.is_done(daemon), 40)
        rows = [row for row in self.settle(daemon, verdict) if row["state"] != "withdrawn"]
        judge_mail(verdict, rows, self.taken(daemon), {LEADS[0]: 1, LEADS[1]: 1, LEADS[2]: 2})
        kinds = sorted(reply["kind"] for reply in daemon.items("/v1/replies") or [])
        if kinds != ["opt-out", "person"]:
            verdict.blame("unexplained", f"the replies are {kinds}")


class Sweep(FollowUp):
    """The same over a real IMAP server (Dovecot) and SMTP: folders, numbers, IDLE, one connection for each."""

    name = "sweep"
    calls = "fdatasync pwrite64 sendto recvfrom openat write futex connect"

    def open(self):
        self.sink = Sink()
        self.dovecot = Dovecot(tempfile.mkdtemp(prefix="dovecot-", dir=self.base))
        self.users = 0

    def close(self):
        self.sink.stop()
        self.dovecot.stop()

    def reset(self):
        # What the template has sent is known to its database; the rest is of this point.
        self.sink.reset()

    def transport(self, folder):
        user = "template" if folder == self.template else os.path.basename(folder)
        write(f"{folder}/password", f"{Dovecot.PASSWORD}\n")
        os.chmod(f"{folder}/password", 0o600)
        return (f"        smtp: {{ host: 127.0.0.1, port: {self.sink.port}, security: none }}\n"
                f"        imap: {{ host: 127.0.0.1, port: {self.dovecot.port}, security: none, user: {user}, "
                f"password-file: {folder}/password }}\n")

    def fresh(self):
        daemon = super().fresh()
        self.dovecot.give(os.path.basename(daemon.folder), f"{self.template}/home")
        return daemon

    def originals(self):
        return list(self.sink.messages)

    def sent(self):
        return len(self.sink.taken)

    def deliver(self, name, text):
        write(f"{self.template}/home/Maildir/new/{name}", text)

    def end(self, daemon):
        super().end(daemon)
        # With Dovecot's own records: the folders keep their numbers.
        shutil.copytree(self.dovecot.home("template"), f"{self.template}/home")
        with open(f"{self.template}/sent", "w", encoding="utf-8") as file:
            file.write("\n".join(self.sink.taken))

    def taken(self, daemon):
        taken = self.sink.taken.copy()
        with open(f"{self.template}/sent", encoding="utf-8") as file:
            taken.update(file.read().split())
        return taken
