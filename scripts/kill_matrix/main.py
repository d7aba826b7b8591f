"""The command line of the kill matrix."""
import argparse
import collections
import json
import multiprocessing
import os
import shutil
import sys
import tempfile

from .points import calls_of, fault_points, kill_points, play
from .scenarios import ROOT, FollowUp, Send, Sweep
from .storage import Backup, Import, Migrate
from .trials import TRIALS
from .verdict import KEYS

SCENARIOS = {kind.name: kind for kind in (Send, FollowUp, Sweep, Migrate, Import, Backup)}
#: From so many points on it is the full form: every trial, whole.
FULL = 500


def arguments(description):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), action="append", help="only these; may be repeated")
    parser.add_argument("--trial", choices=sorted(TRIALS), action="append",
                        help="only these trials, and no points; may be repeated")
    parser.add_argument("--points", type=int, default=36, help="kill points in all (default 36); 0 for none")
    parser.add_argument("--faults", type=int, default=None, metavar="N",
                        help="points at which a call fails with EIO, ENOSPC or ECONNRESET (default: a sixth of --points)")
    parser.add_argument("--no-trials", action="store_true", help="points only")
    parser.add_argument("--build", default=f"{ROOT}/.build/debug", help="where the programs are")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="keep every point's folder")
    return parser.parse_args()


def work(order):
    """One process: its own servers, its own share of the points of a scenario."""
    name, build, base, share, keep = order
    scenario = SCENARIOS[name](build, base)
    scenario.open()
    try:
        return [(name, f"{point[0]} {point[2].split('=')[1]}", play(scenario, point, keep)) for point in share]
    finally:
        scenario.close()


def prepare(order):
    """Makes what each point of a scenario begins with, and counts its calls."""
    name, build, base = order
    scenario = SCENARIOS[name](build, base)
    scenario.open()
    try:
        scenario.prepare()
        return name, calls_of(scenario)
    finally:
        scenario.close()


def orders_of(options, base):
    """What is to be played, in shares."""
    names = options.scenario or sorted(SCENARIOS)
    faults = options.points // 6 if options.faults is None else options.faults
    orders = []
    # All at once: two of them wait for a minute.
    with multiprocessing.Pool(len(names)) as pool:
        prepared = pool.map(prepare, [(name, options.build, base) for name in names])
    for name, most in prepared:
        points = kill_points(most, options.points // len(names)) + fault_points(most, -(-faults // len(names)))
        shares = max(options.jobs, len(points) // 25)
        orders += [(name, options.build, base, points[start::shares], options.keep)
                   for start in range(shares) if points[start::shares]]
    return orders


def main(description):
    options = arguments(description)
    base = tempfile.mkdtemp(prefix="kill-matrix-")
    # Mail servers read their users' mail as somebody else.
    os.chmod(base, 0o755)
    table, total, done = collections.defaultdict(collections.Counter), collections.Counter(), 0

    def take(scenario, what, verdict):
        nonlocal done
        table[(scenario, what)] += verdict
        total.update(verdict)
        done += 1
        for note in verdict.notes if scenario in TRIALS else []:
            print(f"{scenario} {what}: {note}", file=sys.stderr)
        if sys.stderr.isatty() or done % 100 == 0:
            print(f"{done} points", file=sys.stderr)

    if not options.trial and (options.points or options.faults):
        with multiprocessing.Pool(options.jobs, maxtasksperchild=1) as pool:
            for results in pool.imap_unordered(work, orders_of(options, base)):
                for result in results:
                    take(*result)
    if not options.no_trials and not options.scenario or options.trial:
        is_full = options.points >= FULL or options.trial is not None
        for name in options.trial or TRIALS:
            run, short, full = TRIALS[name]
            amount = full if is_full else short
            if amount:
                for what, verdict in run(options.build, base, amount):
                    take(name, what, verdict)
    print(f"{'SCENARIO':<10} {'AT':<24}" + "".join(f"{key.upper():>13}" for key in KEYS))
    for (name, what), row in sorted(table.items()):
        print(f"{name:<10} {what:<24}" + "".join(f"{row[key]:>13}" for key in KEYS))
    print(json.dumps({key: total[key] for key in KEYS}))
    is_bad = total["duplicates"] + total["lost"] + total["unexplained"] > 0
    if not is_bad and not options.keep:
        shutil.rmtree(base)
    return 1 if is_bad else 0
