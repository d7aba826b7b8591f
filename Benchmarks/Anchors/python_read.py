"""Reads every message of a Maildir as Python programs do: the email package, flufl.bounce where it is installed,
and the plainest rules for the rest.

Usage: python_read.py MAILDIR        Prints messages a second.
"""

import email
import email.policy
import os
import sys
import time

try:
    from flufl.bounce import scan_message
except ImportError:

    def scan_message(message):
        return message.get_content_type() == "multipart/report"


def kind(message):
    if scan_message(message):
        return "bounce"
    if (message["Auto-Submitted"] or "no").lower() != "no" or message["X-Autoreply"]:
        return "automatic"
    return "person"


folder = os.path.join(sys.argv[1], "new")
names = os.listdir(folder)
text = 0
start = time.perf_counter()
for name in names:
    with open(os.path.join(folder, name), "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.compat32)
    kind(message)
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            text += len(part.get_payload(decode=True) or b"")
print(round(len(names) / (time.perf_counter() - start)))
