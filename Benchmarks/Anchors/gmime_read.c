// Reads every message of a Maildir with GMime and sorts it by the plainest rules: what a C program costs.
// Usage: gmime_read MAILDIR        Prints messages a second.
#include <dirent.h>
#include <fcntl.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static GMimeObject *text;
static int report;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void look(GMimeObject *parent, GMimeObject *part, gpointer unused) {
    GMimeContentType *type = g_mime_object_get_content_type(part);
    if (!text && g_mime_content_type_is_type(type, "text", "plain")) text = part;
    if (!g_mime_content_type_is_type(type, "message", "delivery-status") || !GMIME_IS_PART(part)) return;
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content((GMimePart *)part), stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    report = strstr((char *)bytes->data, "Action: failed") ? 1 : 2;
    g_object_unref(stream);
}

static int is_automatic(GMimeObject *message) {
    const char *submitted = g_mime_object_get_header(message, "Auto-Submitted");
    return (submitted && g_ascii_strcasecmp(submitted, "no")) ||
           g_mime_object_get_header(message, "X-Autoreply") != NULL;
}

int main(int count, char **words) {
    if (count < 2) return 64;
    g_mime_init();
    char folder[1024];
    snprintf(folder, sizeof folder, "%s/new", words[1]);
    DIR *directory = opendir(folder);
    if (!directory) return 66;
    long messages = 0, kinds[4] = {0};
    size_t text_bytes = 0;
    double start = now();
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] == '.') continue;
        char path[2048];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        GMimeStream *stream = g_mime_stream_fs_new(open(path, O_RDONLY));
        GMimeParser *parser = g_mime_parser_new_with_stream(stream);
        GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
        text = NULL;
        report = 0;
        g_mime_message_foreach(message, look, NULL);
        kinds[report ? report : is_automatic((GMimeObject *)message) ? 3 : 0]++;
        if (text) {
            char *words = g_mime_text_part_get_text((GMimeTextPart *)text);
            if (words) text_bytes += strlen(words);
            g_free(words);
        }
        messages++;
        g_object_unref(message);
        g_object_unref(parser);
        g_object_unref(stream);
    }
    double rate = messages / (now() - start);
    fprintf(stderr, "person %ld failed %ld delayed %ld automatic %ld, %zu bytes of text\n", kinds[0], kinds[1],
            kinds[2], kinds[3], text_bytes);
    printf("%.0f\n", rate);
    return 0;
}
