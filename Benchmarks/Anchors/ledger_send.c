// Sends messages of 3 KB over SMTP with libcurl and keeps a ledger in SQLite: an intent before each message is handed over and its
// outcome afterwards, durable (WAL, synchronous=FULL), so many of both in one commit. No rules, no windows, no caps.
// Usage: ledger_send PORT MESSAGES IN-A-COMMIT CONNECTIONS DATABASE        Prints messages a second.
#include <curl/curl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct sending {
    CURL *handle;
    char text[4096], recipient[64];
    size_t length, offset;
    struct curl_slist *recipients;
};

static sqlite3 *database;
static char url[64];

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

static size_t give(char *space, size_t size, size_t count, void *of) {
    struct sending *sending = of;
    size_t left = sending->length - sending->offset, part = left < size * count ? left : size * count;
    memcpy(space, sending->text + sending->offset, part);
    sending->offset += part;
    return part;
}

static void begin(struct sending *sending, long number) {
    sending->offset = 0;
    sending->length = snprintf(sending->text, 600,
        "From: rep@sender.example\r\nTo: lead%ld@lead.example\r\nSubject: onboarding\r\n"
        "Message-ID: <%ld@sender.example>\r\nDate: Mon, 16 Mar 2026 10:00:00 +0000\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nHello,\r\n\r\n", number, number);
    while (sending->length < 2950)
        sending->length += snprintf(sending->text + sending->length, 200,
            "I saw that your team is growing and how long new people take to start.\r\n");
    snprintf(sending->recipient, sizeof sending->recipient, "<lead%ld@lead.example>", number);
    curl_slist_free_all(sending->recipients);
    sending->recipients = curl_slist_append(0, sending->recipient);
    curl_easy_setopt(sending->handle, CURLOPT_URL, url);
    curl_easy_setopt(sending->handle, CURLOPT_MAIL_FROM, "<rep@sender.example>");
    curl_easy_setopt(sending->handle, CURLOPT_MAIL_RCPT, sending->recipients);
    curl_easy_setopt(sending->handle, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(sending->handle, CURLOPT_READDATA, sending);
    curl_easy_setopt(sending->handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(sending->handle, CURLOPT_PRIVATE, sending);
}

static void expect(CURLcode code) {
    if (!code) return;
    fprintf(stderr, "%s\n", curl_easy_strerror(code));
    exit(1);
}

// Sends first..<end over all connections at once.
static void sendAll(CURLM *multi, struct sending *sendings, int connections, long first, long end) {
    long next = first, done = 0;
    int running, left;
    if (connections == 1) {
        for (; next < end; next++) {
            begin(sendings, next);
            expect(curl_easy_perform(sendings->handle));
        }
        return;
    }
    for (int i = 0; i < connections && next < end; i++) {
        begin(sendings + i, next++);
        curl_multi_add_handle(multi, sendings[i].handle);
    }
    while (done < end - first) {
        curl_multi_perform(multi, &running);
        CURLMsg *message;
        int any = 0;
        while ((message = curl_multi_info_read(multi, &left))) {
            if (message->msg != CURLMSG_DONE) continue;
            expect(message->data.result);
            struct sending *sending;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &sending);
            curl_multi_remove_handle(multi, sending->handle);
            done++;
            any = 1;
            if (next < end) {
                begin(sending, next++);
                curl_multi_add_handle(multi, sending->handle);
            }
        }
        if (!any && done < end - first) curl_multi_poll(multi, 0, 0, 1000, 0);
    }
}

int main(int count, char **words) {
    if (count < 6) return 64;
    long messages = atol(words[2]), group = atol(words[3]);
    int connections = atoi(words[4]);
    char path[512], id[64];
    snprintf(url, sizeof url, "smtp://127.0.0.1:%s", words[1]);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s%s", words[5], (const char *[]){"", "-wal", "-shm"}[i]);
        unlink(path);
    }
    if (sqlite3_open(words[5], &database)) return 1;
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE sent(id INTEGER PRIMARY KEY, messageID TEXT UNIQUE, state INTEGER, handedOver INTEGER, done INTEGER, reply TEXT)");
    sqlite3_stmt *intent = prepare("INSERT INTO sent VALUES(?1, ?2, 0, ?3, NULL, NULL)"),
                 *outcome = prepare("UPDATE sent SET state = 1, done = ?2, reply = '250 ok' WHERE id = ?1"),
                 *open = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    curl_global_init(CURL_GLOBAL_ALL);
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)connections);
    struct sending *sendings = calloc(connections, sizeof *sendings);
    for (int i = 0; i < connections; i++) sendings[i].handle = curl_easy_init();
    double start = now();
    for (long first = 0; first < messages; first += group) {
        long end = first + group < messages ? first + group : messages;
        step(open);
        for (long i = first; i < end; i++) {
            snprintf(id, sizeof id, "<%ld@sender.example>", i);
            sqlite3_bind_int64(intent, 1, i);
            sqlite3_bind_text(intent, 2, id, -1, SQLITE_TRANSIENT);
            sqlite3_bind_int64(intent, 3, (long)(now() * 1000));
            step(intent);
        }
        step(commit);
        sendAll(multi, sendings, connections, first, end);
        step(open);
        for (long i = first; i < end; i++) {
            sqlite3_bind_int64(outcome, 1, i);
            sqlite3_bind_int64(outcome, 2, (long)(now() * 1000));
            step(outcome);
        }
        step(commit);
    }
    printf("%f\n", messages / (now() - start));
    return 0;
}
