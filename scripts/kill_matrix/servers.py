"""Real mail servers on loopback ports, each started here and ended by its process id."""
import collections
import email
import email.policy
import getpass
import grp
import os
import shutil
import signal
import socket
import subprocess

from .daemon import until, write


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_listening(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def name_of(message):
    return message["Message-ID"].strip().strip("<>")


def messages_in(*folders):
    """How often each Message-ID lies in some folders of files."""
    found = collections.Counter()
    for folder in folders:
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            with open(f"{folder}/{name}", "rb") as file:
                message = email.message_from_binary_file(file)
            if message["Message-ID"]:
                found[name_of(message)] += 1
    return found


def maildir(path):
    for part in ("tmp", "new", "cur"):
        os.makedirs(f"{path}/{part}", exist_ok=True)


class Sink:
    """aiosmtpd: what it answered 250 to, by Message-ID."""

    def __init__(self):
        from aiosmtpd.controller import Controller

        self.taken, self.messages = collections.Counter(), []

        async def handle_DATA(_, server, session, envelope):
            message = email.message_from_bytes(envelope.content, policy=email.policy.compat32)
            self.taken[name_of(message)] += 1
            self.messages.append(message)
            return "250 2.0.0 taken"

        handler = type("Handler", (), {"handle_DATA": handle_DATA})()
        self.controller = Controller(handler, hostname="127.0.0.1", port=free_port())
        self.controller.start()
        self.port = self.controller.port

    def reset(self):
        self.taken.clear()
        self.messages.clear()

    def stop(self):
        self.controller.stop()


class Process:
    """A program that listens on a port until it is stopped."""

    def __init__(self, command, port, log):
        with open(log, "ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
        if not until(lambda: is_listening(port), 10):
            self.stop()
            raise SystemExit(f"{command[0]} does not listen: see {log}")

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(5)


class PostfixSink:
    """Postfix's smtp-sink, which misbehaves as its flags say and keeps what it was given."""

    def __init__(self, folder, flags=(), port=None):
        self.folder, self.port = folder, port or free_port()
        os.makedirs(f"{folder}/mails", exist_ok=True)
        os.chmod(folder, 0o755)
        os.chmod(f"{folder}/mails", 0o777)
        rights = ["-u", "nobody"] if os.getuid() == 0 else []
        self.process = Process(
            ["/usr/sbin/smtp-sink", *rights, "-d", f"{folder}/mails/%M.", *flags, f"127.0.0.1:{self.port}", "64"],
            self.port, f"{folder}/sink.log")

    @property
    def taken(self):
        return messages_in(f"{self.folder}/mails")

    def stop(self):
        self.process.stop()


class Dovecot:
    """IMAP for any user, each with a Maildir of their own."""

    PASSWORD = "correct-horse"

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        os.makedirs(f"{folder}/run")
        os.makedirs(f"{folder}/home")
        self.owner = (65534, 65534) if os.getuid() == 0 else (os.getuid(), os.getgid())
        for path in (folder, f"{folder}/home"):
            os.chmod(path, 0o777)
        write(f"{folder}/dovecot.conf", f"""
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 200
first_valid_uid = 1
first_valid_gid = 1
{self.rootless}
service imap-login {{
  inet_listener imap {{
    port = {self.port}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
passdb {{
  driver = static
  args = password={self.PASSWORD}
}}
userdb {{
  driver = static
  args = uid={self.owner[0]} gid={self.owner[1]} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
""")
        self.process = Process(
            ["/usr/sbin/dovecot", "-F", "-c", f"{folder}/dovecot.conf"], self.port, f"{folder}/output")

    @property
    def rootless(self):
        """What lets it run as an ordinary user: no other users to become, no chroot."""
        if os.getuid() == 0:
            return ""
        user, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
        services = "".join(f"service {name} {{\n  chroot =\n}}\n" for name in ("imap-login", "anvil"))
        return (f"default_internal_user = {user}\ndefault_login_user = {user}\n"
                f"default_internal_group = {group}\n{services}")

    def home(self, user):
        return f"{self.folder}/home/{user}"

    def give(self, user, source):
        """A user whose mail is a copy of a folder, numbers and all."""
        shutil.copytree(source, self.home(user))
        self.own(self.home(user))

    def own(self, path):
        if os.getuid() != 0:
            return
        os.chown(path, *self.owner)
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                os.chown(f"{folder}/{name}", *self.owner)

    def stop(self):
        # The master ends its children.
        try:
            os.killpg(self.process.process.pid, signal.SIGTERM)
            self.process.process.wait(5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass
        self.process.stop()
