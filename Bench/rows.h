// The two rows that a signing leaves, with contents of the sizes and kinds that the store writes.

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum kind { BYTES, TEXT, INTEGER };

struct column {
  enum kind kind;
  const void *bytes;
  int size;
  int64_t integer;
};

#define PENDING_COLUMNS                                                                            \
  "confirm_hash, petition_id, wording_version, duplicate_key, commitment, withdrawal_hash, "       \
  "audience, country, wants_updates, person, expires_at, language, code_hash, code_tries, "         \
  "code_expires_at"
#define PENDING_COUNT 15
#define PENDING_PLACES "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?"
#define MAIL_COLUMNS                                                                               \
  "kind, lane, state, petition_id, submission, address_tag, recipient_tag, sealed, due_at, "        \
  "created_at"
#define MAIL_COUNT 10
#define MAIL_PLACES "?,?,?,?,?,?,?,?,?,?"

struct rows {
  uint64_t state;
  uint8_t hashes[4][32], person[104], tags[4][16], sealed[168];
  struct column pending[PENDING_COUNT], mail[MAIL_COUNT];
};

static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

// xorshift64*: quick, so that the loop measures the engine.
static inline void fill(struct rows *rows, void *bytes, size_t count) {
  for (size_t index = 0; index < count; index += 8) {
    rows->state ^= rows->state >> 12, rows->state ^= rows->state << 25, rows->state ^= rows->state >> 27;
    uint64_t word = rows->state * 0x2545f4914f6cdd1dULL;
    memcpy((char *)bytes + index, &word, 8);
  }
}

static inline struct column blob(const void *bytes, int size) {
  return (struct column){BYTES, bytes, size, 0};
}

static inline struct column text(const char *text) {
  return (struct column){TEXT, text, (int)strlen(text), 0};
}

static inline struct column number(int64_t integer) {
  return (struct column){INTEGER, NULL, 0, integer};
}

static inline void seed_rows(struct rows *rows) {
  int file = open("/dev/urandom", O_RDONLY);
  if (file < 0 || read(file, &rows->state, 8) != 8 || rows->state == 0) rows->state = 88172645463325252ULL;
  if (file >= 0) close(file);
  int64_t present = (int64_t)time(NULL) * 1000;
  const struct column pending[PENDING_COUNT] = {
    blob(rows->hashes[0], 32), number(1), number(1), blob(rows->hashes[1], 32), blob(rows->hashes[2], 32),
    blob(rows->hashes[3], 32), text("public"), text("DE"), number(0), blob(rows->person, 104),
    number(present + 7LL * 24 * 3600000), text("de"), blob(rows->tags[3], 16), number(0),
    number(present + 15LL * 60000)};
  const struct column mail[MAIL_COUNT] = {
    text("confirm"), number(0), text("queued"), number(1), blob(rows->tags[0], 16),
    blob(rows->tags[1], 16), blob(rows->tags[2], 16), blob(rows->sealed, 168), number(present),
    number(present)};
  memcpy(rows->pending, pending, sizeof pending);
  memcpy(rows->mail, mail, sizeof mail);
}

static inline void next_row(struct rows *rows) {
  fill(rows, rows->hashes, sizeof rows->hashes);
  fill(rows, rows->person, sizeof rows->person);
  fill(rows, rows->tags, sizeof rows->tags);
  fill(rows, rows->sealed, sizeof rows->sealed);
}

static inline void print_result(long rows, double seconds, int batch) {
  printf("{\"rows\": %ld, \"seconds\": %.3f, \"rate\": %.1f, \"batch\": %d}\n", rows, seconds, rows / seconds, batch);
}
