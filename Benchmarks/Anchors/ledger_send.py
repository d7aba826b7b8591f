"""Sends messages of 3 KB with smtplib over one kept connection and keeps a ledger in SQLite: a durable row before and after each.

Usage: ledger_send.py PORT MESSAGES DATABASE        Prints messages a second.
"""
import os
import smtplib
import sqlite3
import sys
import time
from email.message import EmailMessage

port, count, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
for end in ("", "-wal", "-shm"):
    if os.path.exists(path + end):
        os.unlink(path + end)
database = sqlite3.connect(path, isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA synchronous=FULL")
database.execute("CREATE TABLE sent(id INTEGER PRIMARY KEY, messageID TEXT UNIQUE, state INTEGER, handedOver INTEGER, done INTEGER, reply TEXT)")
text = "Hello,\n\n" + "I saw that your team is growing and how long new people take to start.\n" * 33


def message(number):
    mail = EmailMessage()
    mail["From"] = "rep@sender.example"
    mail["To"] = "lead%d@lead.example" % number
    mail["Subject"] = "onboarding"
    mail["Message-ID"] = "<%d@sender.example>" % number
    mail["Date"] = "Mon, 16 Mar 2026 10:00:00 +0000"
    mail.set_content(text)
    return mail.as_bytes()


server = smtplib.SMTP("127.0.0.1", port)
server.ehlo("localhost")
start = time.perf_counter()
for number in range(count):
    bytes_ = message(number)
    database.execute("INSERT INTO sent VALUES(?, ?, 0, ?, NULL, NULL)", (number, "<%d@sender.example>" % number, int(time.time() * 1000)))
    server.sendmail("rep@sender.example", ["lead%d@lead.example" % number], bytes_)
    database.execute("UPDATE sent SET state = 1, done = ?, reply = '250 ok' WHERE id = ?", (int(time.time() * 1000), number))
taken = time.perf_counter() - start
server.quit()
print(count / taken)
