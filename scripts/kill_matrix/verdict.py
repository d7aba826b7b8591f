"""What is wrong after a point: duplicates, lost, in doubt, unexplained."""
import collections
import sqlite3

KEYS = ("points", "killed", "duplicates", "lost", "inDoubt", "unexplained")


class Verdict(collections.Counter):
    """Counts, and in `notes` the sentences behind what is unexplained."""

    def __init__(self, *arguments, **counts):
        super().__init__(*arguments, **counts)
        self.notes = []

    def blame(self, key, note, count=1):
        if count:
            self[key] += count
            self.notes.append(note)

    @property
    def is_bad(self):
        return any(self[key] for key in ("duplicates", "lost", "unexplained"))


def judge_mail(verdict, rows, taken, wanted):
    """`rows` are deliveries as `delivery show` gives them, `taken` what the server holds by Message-ID, `wanted`
    how many messages each lead must have got, or must be in doubt of."""
    for name, count in taken.items():
        verdict.blame("duplicates", f"{name} arrived {count} times", max(0, count - 1))
    seen = collections.Counter()
    for row in rows:
        held = taken.get(row["messageID"], 0)
        state = row["state"]
        if state == "in-doubt":
            verdict["inDoubt"] += 1
            seen[row["email"]] += 1
            if not row.get("committedAt"):
                verdict.blame("unexplained", f"D{row['id']} is in doubt before its commit point")
        elif state == "accepted":
            seen[row["email"]] += 1
            if not held:
                verdict.blame("lost", f"D{row['id']} is accepted and is nowhere")
        elif held:
            verdict.blame("unexplained", f"D{row['id']} is {state} and has arrived")
        if state in ("submitting", "committing"):
            verdict.blame("unexplained", f"D{row['id']} stays {state}")
    missing, extra = collections.Counter(wanted) - seen, seen - collections.Counter(wanted)
    verdict.blame("lost", f"missing: {dict(missing)}", sum(missing.values()))
    verdict.blame("unexplained", f"too many: {dict(extra)}", sum(extra.values()))


def judge_file(verdict, path):
    """The database of a stopped daemon: whole, and no row that no machine could have written."""
    try:
        database = sqlite3.connect(path)
        try:
            state = database.execute("PRAGMA quick_check").fetchone()[0]
            if state != "ok":
                verdict.blame("unexplained", f"quick_check: {state}")
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
            verdict.blame("unexplained", f"foreign keys: {broken[:3]}", min(1, len(broken)))
            for name, question in INVARIANTS.items():
                found = database.execute(question).fetchone()[0]
                verdict.blame("unexplained", f"{found} rows: {name}", min(1, found))
        finally:
            database.close()
    except sqlite3.Error as error:
        verdict.blame("unexplained", f"the database can't be read: {error}")


INVARIANTS = {
    "accepted without a touch":
        "SELECT count(*) FROM delivery LEFT JOIN touch ON touch.deliveryID = delivery.id "
        "WHERE state = 'accepted' AND touch.id IS NULL",
    "a touch of what was not accepted":
        "SELECT count(*) FROM touch JOIN delivery ON delivery.id = touch.deliveryID "
        "WHERE state NOT IN ('accepted', 'bounced')",
    "sending without its delivery":
        "SELECT count(*) FROM enrollment LEFT JOIN delivery ON delivery.id = enrollment.deliveryID "
        "WHERE enrollment.state = 'sending' AND delivery.id IS NULL",
    "queued for nobody":
        "SELECT count(*) FROM delivery LEFT JOIN enrollment ON enrollment.deliveryID = delivery.id "
        "WHERE delivery.state IN ('queued', 'submitting') AND enrollment.id IS NULL",
    "two deliveries of one step":
        "SELECT count(*) FROM (SELECT 1 FROM delivery WHERE state <> 'withdrawn' "
        "GROUP BY enrollmentID, stepID HAVING count(*) > 1)",
    "an enrollment whose state the history does not tell":
        "SELECT count(*) FROM enrollment WHERE NOT EXISTS "
        "(SELECT 1 FROM history WHERE history.leadID = enrollment.leadID AND enrollmentID = enrollment.id)",
}
