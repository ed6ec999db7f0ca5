#pragma once
#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, and macros check their types; each kind of argument has
 * its fixed form here. Zero, or the number of an error. */

static inline CURLcode ccurl_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_large_number(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

/* libcurl copies the text. */
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

/* libcurl keeps the list's address until another is set; NULL takes it away. */
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_reading(
    CURL *handle, size_t (*read)(char *into, size_t size, size_t count, void *context), void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, read);
  return code ? code : curl_easy_setopt(handle, CURLOPT_READDATA, context);
}

static inline CURLcode ccurl_set_listening(
    CURL *handle,
    int (*hear)(CURL *handle, curl_infotype kind, char *bytes, size_t count, void *context), void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, hear);
  return code ? code : curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
}

static inline CURLcode ccurl_set_watching(
    CURL *handle,
    int (*watch)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t), void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watch);
  return code ? code : curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
}

/* How many connections the last transfer opened: 0 if it took one that was open. */
static inline long ccurl_new_connections(CURL *handle) {
  long count = 0;
  curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &count);
  return count;
}

/* Macros that Swift does not import. */
static const long ccurl_global_ssl = CURL_GLOBAL_SSL;
static const long ccurl_ssl_none = CURLUSESSL_NONE;
static const long ccurl_ssl_required = CURLUSESSL_ALL;
static const long ccurl_tls_1_2 = CURL_SSLVERSION_TLSv1_2;
