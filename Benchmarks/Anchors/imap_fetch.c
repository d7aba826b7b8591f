// Fetches every message of INBOX and throws the bytes away: the server's own limit.
// LOGIN, EXAMINE, then FETCH of whole messages in batches, some of them asked for ahead; literals are followed exactly.
// Usage: imap_fetch PORT USER PASSWORD MESSAGES        Prints seconds.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { batch = 1000, ahead = 2 };
static int server;
static char buffer[1 << 20];
static size_t head, tail;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void fill(void) {
    if (head == tail) head = tail = 0;
    if (tail == sizeof buffer) {
        memmove(buffer, buffer + head, tail - head);
        tail -= head;
        head = 0;
    }
    ssize_t count = read(server, buffer + tail, sizeof buffer - tail);
    if (count <= 0) exit(1);
    tail += count;
}

static char *line(size_t *length) {
    for (size_t seen = 0;;) {
        char *end = memchr(buffer + head + seen, '\n', tail - head - seen);
        if (end) {
            char *start = buffer + head;
            *length = end - start + 1;
            head += *length;
            return start;
        }
        seen = tail - head;
        fill();
    }
}

static void skip(size_t count) {
    while (count) {
        if (head == tail) fill();
        size_t step = tail - head < count ? tail - head : count;
        head += step;
        count -= step;
    }
}

static void say(const char *text) {
    if (write(server, text, strlen(text)) < 0) exit(1);
}

static void finish(char tag) {
    size_t length;
    while (line(&length)[0] != tag) {}
}

int main(int count, char **words) {
    if (count < 5) return 64;
    long messages = atol(words[4]), batches = (messages + batch - 1) / batch, asked = 0, done = 0, seen = 0;
    char command[512];
    double start = now();
    server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(atoi(words[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(server, (void *)&address, sizeof address)) return 1;
    size_t length;
    line(&length);
    snprintf(command, sizeof command, "a LOGIN %s %s\r\n", words[2], words[3]);
    say(command);
    finish('a');
    say("b EXAMINE INBOX\r\n");
    finish('b');
    while (done < batches) {
        for (; asked < batches && asked - done < ahead; asked++) {
            long last = (asked + 1) * batch < messages ? (asked + 1) * batch : messages;
            snprintf(command, sizeof command, "z FETCH %ld:%ld (UID BODY.PEEK[])\r\n", asked * batch + 1, last);
            say(command);
        }
        char *text = line(&length);
        if (text[0] == 'z') {
            done++;
        } else if (length > 4 && text[length - 3] == '}') {
            char *open = text + length - 3;
            while (*open != '{') open--;
            skip(atol(open + 1));
            line(&length);
            seen++;
        }
    }
    if (seen != messages) {
        fprintf(stderr, "%ld of %ld messages came\n", seen, messages);
        return 1;
    }
    printf("%f\n", now() - start);
    return 0;
}
