// The least that a durable timed step costs on SQLite: for each of N enrollments that are due, read it, mark its step done, insert a
// touch, insert the next step, move its due time; so many steps in a commit (WAL, synchronous=FULL). No calendar, no rules.
// Usage: durable_steps DATABASE STEPS IN-A-COMMIT WAITING        Prints steps a second.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static sqlite3 *database;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void run(const char *sql) {
    if (sqlite3_exec(database, sql, 0, 0, 0)) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(database));
        exit(1);
    }
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, 0)) exit(1);
    return statement;
}

static void step(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) exit(1);
    sqlite3_reset(statement);
}

struct due { long long id, lead, rep, number; };

int main(int count, char **words) {
    if (count < 5) return 64;
    long due = atol(words[2]), group = atol(words[3]), waiting = atol(words[4]), done = 0;
    char path[512];
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s%s", words[1], (const char *[]){"", "-wal", "-shm"}[i]);
        unlink(path);
    }
    if (sqlite3_open(words[1], &database)) return 1;
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=OFF");
    run("CREATE TABLE enrollment(id INTEGER PRIMARY KEY, lead INTEGER NOT NULL, rep INTEGER NOT NULL, step INTEGER NOT NULL, state INTEGER NOT NULL, due INTEGER NOT NULL, changed INTEGER NOT NULL);"
        "CREATE INDEX enrollmentDue ON enrollment(due) WHERE state = 1;"
        "CREATE TABLE step(enrollment INTEGER NOT NULL, number INTEGER NOT NULL, status INTEGER NOT NULL, due INTEGER NOT NULL, done INTEGER, PRIMARY KEY(enrollment, number));"
        "CREATE TABLE touch(id INTEGER PRIMARY KEY, lead INTEGER NOT NULL, enrollment INTEGER NOT NULL, rep INTEGER NOT NULL, step INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, note TEXT);"
        "CREATE INDEX touchLead ON touch(lead, at);");
    const long long start = 1773655200000, far = start + 631152000000;
    run("BEGIN");
    sqlite3_stmt *enrollment = prepare("INSERT INTO enrollment VALUES(?1, ?1, ?1 % 50, 1, 1, ?2, ?2)"),
                 *first = prepare("INSERT INTO step VALUES(?1, 1, 0, ?2, NULL)");
    for (long i = 1; i <= due + waiting; i++) {
        long long at = i <= due ? start - due + (i * 7919) % due : far + i;
        sqlite3_bind_int64(enrollment, 1, i);
        sqlite3_bind_int64(enrollment, 2, at);
        step(enrollment);
        sqlite3_bind_int64(first, 1, i);
        sqlite3_bind_int64(first, 2, at);
        step(first);
    }
    run("COMMIT");
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    run("PRAGMA synchronous=FULL");
    sqlite3_stmt *find = prepare("SELECT id, lead, rep, step FROM enrollment WHERE state = 1 AND due <= ? ORDER BY due LIMIT ?"),
                 *mark = prepare("UPDATE step SET status = 1, done = ? WHERE enrollment = ? AND number = ? AND status = 0"),
                 *touch = prepare("INSERT INTO touch(lead, enrollment, rep, step, kind, at, note) VALUES(?, ?, ?, ?, 1, ?, 'call due')"),
                 *next = prepare("INSERT INTO step VALUES(?, ?, 0, ?, NULL)"),
                 *move = prepare("UPDATE enrollment SET step = ?, due = ?, changed = ? WHERE id = ?"),
                 *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    struct due *found = malloc(sizeof *found * group);
    double began = now();
    for (;;) {
        long number = 0;
        step(begin);
        sqlite3_bind_int64(find, 1, start);
        sqlite3_bind_int64(find, 2, group);
        while (sqlite3_step(find) == SQLITE_ROW) {
            found[number++] = (struct due){sqlite3_column_int64(find, 0), sqlite3_column_int64(find, 1),
                                           sqlite3_column_int64(find, 2), sqlite3_column_int64(find, 3)};
        }
        sqlite3_reset(find);
        for (long i = 0; i < number; i++) {
            struct due each = found[i];
            sqlite3_bind_int64(mark, 1, start);
            sqlite3_bind_int64(mark, 2, each.id);
            sqlite3_bind_int64(mark, 3, each.number);
            step(mark);
            sqlite3_bind_int64(touch, 1, each.lead);
            sqlite3_bind_int64(touch, 2, each.id);
            sqlite3_bind_int64(touch, 3, each.rep);
            sqlite3_bind_int64(touch, 4, each.number);
            sqlite3_bind_int64(touch, 5, start);
            step(touch);
            sqlite3_bind_int64(next, 1, each.id);
            sqlite3_bind_int64(next, 2, each.number + 1);
            sqlite3_bind_int64(next, 3, far);
            step(next);
            sqlite3_bind_int64(move, 1, each.number + 1);
            sqlite3_bind_int64(move, 2, far);
            sqlite3_bind_int64(move, 3, start);
            sqlite3_bind_int64(move, 4, each.id);
            step(move);
        }
        step(commit);
        if (!number) break;
        done += number;
    }
    double taken = now() - began;
    if (done != due) return 1;
    printf("%f\n", done / taken);
    return 0;
}
