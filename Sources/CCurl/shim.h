#ifndef THIRDTOUCH_CCURL_SHIM_H
#define THIRDTOUCH_CCURL_SHIM_H

#include <curl/curl.h>

// Swift can't call variadic functions: one shim for each type that setopt and getinfo take.
// The parentheses keep curl's type-checking macros out, which want the option as a literal.

static inline CURLcode shim_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode shim_set_string(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode shim_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode shim_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode shim_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode shim_set_write_callback(
    CURL *handle, CURLoption option, curl_write_callback value
) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode shim_set_read_callback(
    CURL *handle, CURLoption option, curl_read_callback value
) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode shim_set_debug_callback(
    CURL *handle, CURLoption option, curl_debug_callback value
) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode shim_set_xferinfo_callback(
    CURL *handle, CURLoption option, curl_xferinfo_callback value
) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode shim_get_long(CURL *handle, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLcode shim_get_socket(CURL *handle, CURLINFO info, curl_socket_t *value) {
    return (curl_easy_getinfo)(handle, info, value);
}
// The text belongs to the handle and lives until its next transfer.
static inline CURLcode shim_get_string(CURL *handle, CURLINFO info, const char **value) {
    return (curl_easy_getinfo)(handle, info, value);
}

#endif
