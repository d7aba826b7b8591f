#include <gmime/gmime.h>

// GMime's casts and checks are macros, which Swift can't see: one line each.

static inline GMimeObject *shim_message_as_object(GMimeMessage *message) { return GMIME_OBJECT(message); }
static inline GMimeObject *shim_part_as_object(GMimePart *part) { return GMIME_OBJECT(part); }
static inline GMimeObject *shim_multipart_as_object(GMimeMultipart *multipart) { return GMIME_OBJECT(multipart); }

static inline GMimeMultipart *shim_as_multipart(GMimeObject *object) {
    return GMIME_IS_MULTIPART(object) ? (GMimeMultipart *)object : NULL;
}
static inline GMimeMessagePart *shim_as_message_part(GMimeObject *object) {
    return GMIME_IS_MESSAGE_PART(object) ? (GMimeMessagePart *)object : NULL;
}
static inline GMimePart *shim_as_part(GMimeObject *object) {
    return GMIME_IS_PART(object) ? (GMimePart *)object : NULL;
}

static inline InternetAddressMailbox *shim_as_mailbox(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? (InternetAddressMailbox *)address : NULL;
}
static inline InternetAddressGroup *shim_as_group(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_GROUP(address) ? (InternetAddressGroup *)address : NULL;
}

static inline GByteArray *shim_bytes_of_memory_stream(GMimeStream *stream) {
    return g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
}
static inline void shim_add_filter(GMimeStream *stream, GMimeFilter *filter) {
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
}
