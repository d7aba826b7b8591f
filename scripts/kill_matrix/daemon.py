"""One thirdtouchd in a folder of its own, asked over its socket."""
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import time

CONFIGURATION = """
state-folder: {folder}/state
socket: {folder}/run.sock
zone: UTC
reps:
  - name: dana
    full-name: Dana Whitlock
    user: {uid}
    role: admin
    signature: Dana
    mailboxes:
      - address: dana@sender.example
        limits: {{ shortest-gap-seconds: 0, longest-gap-seconds: 0, start-cap: 1000, ceiling: 1000 }}
{transport}
"""


def until(holds, seconds, pause=0.03):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(pause)
    return False


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Daemon:
    def __init__(self, folder, build):
        self.folder, self.build, self.process = folder, build, None

    def start(self, inject=None, trace=None, environment=None):
        """Under strace with `inject` (call, number, what happens) or `trace` (names of calls), else alone."""
        command = [f"{self.build}/thirdtouchd", "run", "--config", f"{self.folder}/thirdtouchd.yaml"]
        if inject:
            call, number, action = inject
            command = ["strace", "-f", "-qq", "-o", f"{self.folder}/trace", "-e", f"trace={call}",
                       "-e", f"inject={call}:{action}:when={number}", *command]
        elif trace:
            command = ["strace", "-f", "-qq", "-o", f"{self.folder}/trace", "-e", f"trace={trace}", *command]
        with open(f"{self.folder}/log", "ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, **(environment or {})})

    @property
    def log(self):
        return read(f"{self.folder}/log")

    # Over the socket: an answer, or None when there is none of that kind.

    def request(self, method, path, body=None, timeout=10):
        connection = UnixConnection(f"{self.folder}/run.sock", timeout)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None)
            answer = connection.getresponse()
            text = answer.read()
            return json.loads(text) if answer.status == 200 else None
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()

    def get(self, path):
        return self.request("GET", path)

    def items(self, path):
        """The rows of a list; None when nobody answers."""
        return (self.get(f"{path}{'&' if '?' in path else '?'}limit=10000") or {}).get("items")

    def ask(self, *arguments, timeout=30):
        """The real command line: its exit code and what it printed."""
        try:
            run = subprocess.run(
                [f"{self.build}/thirdtouch", *arguments], capture_output=True, text=True, timeout=timeout,
                env={**os.environ, "THIRDTOUCH_SOCKET": f"{self.folder}/run.sock"}, check=False)
        except subprocess.TimeoutExpired:
            return 124, ""
        return run.returncode, run.stdout + run.stderr

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def await_ready(self, seconds=30):
        # The cheapest question that only a daemon that is ready answers.
        return until(lambda: not self.is_running or self.get("/v1/backup"), seconds) and self.is_running

    def stop(self):
        """In good order."""
        if self.process is None:
            return
        for number, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
            if self.is_running:
                try:
                    os.killpg(self.process.pid, number)
                    self.process.wait(patience)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    pass

    def kill(self):
        """Also of what an injected signal left: strace ends with its tracee."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(5)
        # The tracee may outlive its tracer by a moment.
        until(self.is_folder_free, 10)

    def kill_traced(self):
        """Of the daemon alone, so that strace writes down what it saw; without the calls of a stop in good order."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="utf-8") as file:
            for number in file.read().split():
                os.kill(int(number), signal.SIGKILL)
        self.process.wait(10)
        until(self.is_folder_free, 10)

    def is_folder_free(self):
        try:
            with open(f"{self.folder}/state/thirdtouchd.lock", "rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
