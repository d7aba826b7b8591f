"""System calls as points: which there are, and one run that is killed or disturbed at one of them."""
import collections
import re
import shutil
import sys

from .daemon import until
from .verdict import Verdict, judge_file

KILL = "signal=KILL"
#: What a disk, and what a network says when it fails.
DISK = ("error=EIO", "error=ENOSPC")
NETWORK = ("error=ECONNRESET",)
#: Not write, which is for sockets, pipes and events as well: what a disk can't do to them is no fault of a disk.
DISK_CALLS = ("fdatasync", "fsync", "pwrite64", "openat", "rename", "link", "ftruncate")
NETWORK_CALLS = ("sendto", "recvfrom", "connect")


def calls_of(scenario):
    """How often each call happens in a run that nobody disturbs, in the thread that makes it most often."""
    scenario.reset()
    daemon = scenario.fresh()
    daemon.start(trace=",".join(scenario.calls.split()))
    scenario.drive(daemon)
    daemon.kill_traced()
    counts = collections.Counter()
    with open(f"{daemon.folder}/trace", errors="replace", encoding="utf-8") as trace:
        for line in trace:
            found = re.match(r"(\d+)\s+(\w+)\(", line)
            if found:
                counts[found.groups()] += 1
    most = collections.Counter()
    for (_, call), count in counts.items():
        most[call] = max(most[call], count)
    shutil.rmtree(daemon.folder)
    # In the order of the scenario: what matters most comes first.
    return collections.Counter({call: most[call] for call in scenario.calls.split() if most[call]})


def spread(most, wanted):
    """Over the calls: each gets its share of `wanted`, evenly over its occurrences (a single one in their middle)."""
    if not most or wanted <= 0:
        return []
    share = max(1, wanted // len(most))
    points = []
    for call, count in most.items():
        number = min(share, count)
        points += [(call, 1 + (2 * index + 1) * count // (2 * number)) for index in range(number)]
    # What rare calls left over goes to the frequent ones.
    spare, extra = wanted - len(points), []
    for call, count in sorted(most.items(), key=lambda item: -item[1]):
        taken = {when for name, when in points if name == call}
        extra += [(call, when) for when in range(1, count + 1) if when not in taken]
    return points[:wanted] + extra[:max(0, spare)]


def kill_points(most, wanted):
    return [(call, when, KILL) for call, when in spread(most, wanted)]


def fault_points(most, wanted):
    """Each call with the errors that fit it."""
    points = []
    for errors, names in ((DISK, DISK_CALLS), (NETWORK, NETWORK_CALLS)):
        counts = collections.Counter({call: count for call, count in most.items() if call in names})
        if counts:
            share = -(-wanted * len(counts) // sum(call in DISK_CALLS + NETWORK_CALLS for call in most))
            for index, (call, when) in enumerate(spread(counts, share)):
                points.append((call, when, errors[index % len(errors)]))
    return points


def is_ours(daemon):
    """Whether a call that failed was about the daemon's own files or a network: libdispatch traps when the kernel's own
    /proc can't be read, which no disk brings about."""
    with open(f"{daemon.folder}/trace", errors="replace", encoding="utf-8") as trace:
        lines = [line for line in trace if "(INJECTED)" in line]
    return any("openat(" not in line or daemon.folder in line for line in lines)


def play(scenario, point, keep=False):
    scenario.reset()
    daemon = scenario.fresh()
    daemon.start(inject=point)
    scenario.drive(daemon)
    is_kill = point[2] == KILL
    verdict = Verdict(points=1, killed=int(not daemon.is_running))
    if not is_kill and not daemon.is_running and is_ours(daemon) and "thirdtouchd: " not in daemon.log:
        verdict.blame("unexplained", f"it ended without a word: {daemon.log[-300:]}")
    if not is_kill:
        # The cause is gone with the one call: what goes on may finish its work.
        until(lambda: not daemon.is_running or not any(
            row["state"] in ("queued", "submitting", "committing")
            for row in daemon.items("/v1/deliveries") or []), 3)
        daemon.stop()
    daemon.kill()
    daemon.start()
    if daemon.await_ready(60):
        if any(warning["code"] == "restored" for warning in (daemon.get("/v1/status") or {}).get("warnings", [])):
            verdict.blame("unexplained", "a crash is taken for a restore")
        scenario.judge(daemon, verdict)
    else:
        verdict.blame("unexplained", f"it does not start again: {daemon.log[-500:]}")
    daemon.kill()
    judge_file(verdict, f"{daemon.folder}/state/thirdtouch.sqlite")
    if verdict.is_bad or keep:
        print(f"{scenario.name} {point}: {'; '.join(verdict.notes)} in {daemon.folder}", file=sys.stderr)
    else:
        shutil.rmtree(daemon.folder)
    return verdict
