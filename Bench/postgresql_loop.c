// The limits of group commit on PostgreSQL: the rows that a signing leaves, by COPY or one transaction each.
//
//   postgresql_loop CONNECTION copy BATCH SECONDS          one connection, BATCH rows in each transaction
//   postgresql_loop CONNECTION single CONNECTIONS SECONDS  one row in each transaction, one statement a transaction
//
// CONNECTION names a site's own database, with one petition in it, so that tables, indexes and checks are the site's.

#include <endian.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdlib.h>

#include "rows.h"

static double seconds;
static const char *connection_string;

static void fail(PGconn *connection, const char *step) {
  fprintf(stderr, "postgresql_loop: %s: %s\n", step, PQerrorMessage(connection));
  exit(1);
}

static PGconn *connect_to(void) {
  PGconn *connection = PQconnectdb(connection_string);
  if (PQstatus(connection) != CONNECTION_OK) fail(connection, "connect");
  return connection;
}

static void expect(PGconn *connection, PGresult *result, ExecStatusType status, const char *step) {
  if (PQresultStatus(result) != status) fail(connection, step);
  PQclear(result);
}

static void execute(PGconn *connection, const char *sql) {
  expect(connection, PQexec(connection, sql), PGRES_COMMAND_OK, sql);
}

// How wide each integer column is on the wire: 2, 4 or 8 bytes.
static void widths(PGconn *connection, const char *sql, int *widths) {
  PGresult *result = PQexec(connection, sql);
  if (PQresultStatus(result) != PGRES_TUPLES_OK) fail(connection, sql);
  for (int column = 0; column < PQnfields(result); column++) widths[column] = PQfsize(result, column);
  PQclear(result);
}

struct buffer {
  char *bytes;
  int size;
};

static void append(struct buffer *buffer, const void *bytes, int size) {
  memcpy(buffer->bytes + buffer->size, bytes, size);
  buffer->size += size;
}

// One row in COPY's binary form: the number of fields, then each behind its length.
static void append_row(struct buffer *buffer, const struct column *columns, const int *widths, int count) {
  uint16_t fields = htobe16(count);
  append(buffer, &fields, 2);
  for (int index = 0; index < count; index++) {
    const struct column *column = &columns[index];
    int size = column->kind == INTEGER ? widths[index] : column->size;
    uint32_t length = htobe32(size);
    append(buffer, &length, 4);
    uint64_t wide = htobe64((uint64_t)column->integer);
    append(buffer, column->kind == INTEGER ? (char *)&wide + 8 - size : column->bytes, size);
  }
}

static void copy(PGconn *connection, const char *sql, struct buffer *buffer) {
  expect(connection, PQexec(connection, sql), PGRES_COPY_IN, sql);
  if (PQputCopyData(connection, buffer->bytes, buffer->size) != 1) fail(connection, "send");
  if (PQputCopyEnd(connection, NULL) != 1) fail(connection, "end");
  expect(connection, PQgetResult(connection), PGRES_COMMAND_OK, "copy");
  PQclear(PQgetResult(connection));
}

static void begin_rows(struct buffer *buffer) {
  buffer->size = 0;
  append(buffer, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
}

static void end_rows(struct buffer *buffer) { append(buffer, "\377\377", 2); }

static void copy_batches(int batch) {
  PGconn *connection = connect_to();
  int mail_widths[MAIL_COUNT], pending_widths[PENDING_COUNT];
  widths(connection, "SELECT " MAIL_COLUMNS " FROM outbox LIMIT 0", mail_widths);
  widths(connection, "SELECT " PENDING_COLUMNS " FROM pending_signature LIMIT 0", pending_widths);
  struct buffer mails = {malloc(1024 + (size_t)batch * 1024), 0};
  struct buffer pending = {malloc(1024 + (size_t)batch * 1024), 0};
  struct rows rows;
  seed_rows(&rows);
  long done = 0;
  double start = now();
  while (now() - start < seconds) {
    begin_rows(&mails), begin_rows(&pending);
    for (int row = 0; row < batch; row++) {
      next_row(&rows);
      append_row(&mails, rows.mail, mail_widths, MAIL_COUNT);
      append_row(&pending, rows.pending, pending_widths, PENDING_COUNT);
    }
    end_rows(&mails), end_rows(&pending);
    execute(connection, "BEGIN");
    copy(connection, "COPY outbox (" MAIL_COLUMNS ") FROM STDIN (FORMAT binary)", &mails);
    copy(connection, "COPY pending_signature (" PENDING_COLUMNS ") FROM STDIN (FORMAT binary)", &pending);
    execute(connection, "COMMIT");
    done += batch;
  }
  print_result(done, now() - start, batch);
  PQfinish(connection);
}

static void *insert_rows(void *done) {
  PGconn *connection = connect_to();
  const char *sql =
    "WITH mail AS (INSERT INTO outbox (" MAIL_COLUMNS ") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)) "
    "INSERT INTO pending_signature (" PENDING_COLUMNS ") VALUES ("
    "$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25)";
  expect(connection, PQprepare(connection, "sign", sql, 0, NULL), PGRES_COMMAND_OK, "prepare");
  struct rows rows;
  seed_rows(&rows);
  double start = now();
  while (now() - start < seconds) {
    next_row(&rows);
    const char *values[MAIL_COUNT + PENDING_COUNT];
    int lengths[MAIL_COUNT + PENDING_COUNT], formats[MAIL_COUNT + PENDING_COUNT];
    char numbers[MAIL_COUNT + PENDING_COUNT][24];
    for (int index = 0; index < MAIL_COUNT + PENDING_COUNT; index++) {
      const struct column *column = index < MAIL_COUNT ? &rows.mail[index] : &rows.pending[index - MAIL_COUNT];
      snprintf(numbers[index], sizeof numbers[index], "%lld", (long long)column->integer);
      values[index] = column->kind == INTEGER ? numbers[index] : column->bytes;
      lengths[index] = column->size;
      formats[index] = column->kind == BYTES;
    }
    expect(
      connection,
      PQexecPrepared(connection, "sign", MAIL_COUNT + PENDING_COUNT, values, lengths, formats, 1),
      PGRES_COMMAND_OK, "insert");
    ++*(long *)done;
  }
  PQfinish(connection);
  return NULL;
}

static void insert_single(int connections) {
  pthread_t threads[connections];
  long done[connections], total = 0;
  double start = now();
  for (int index = 0; index < connections; index++) {
    done[index] = 0;
    pthread_create(&threads[index], NULL, insert_rows, &done[index]);
  }
  for (int index = 0; index < connections; index++) {
    pthread_join(threads[index], NULL);
    total += done[index];
  }
  print_result(total, now() - start, 1);
}

int main(int count, char **words) {
  int is_copy = count == 5 && strcmp(words[2], "copy") == 0;
  int number = count == 5 ? atoi(words[3]) : 0;
  if (number < 1 || number > 100000 || (!is_copy && strcmp(words[2], "single") != 0)) {
    fprintf(stderr, "usage: postgresql_loop CONNECTION copy|single BATCH|CONNECTIONS SECONDS\n");
    return 2;
  }
  connection_string = words[1];
  seconds = atof(words[4]);
  if (is_copy) copy_batches(number);
  else insert_single(number);
  return 0;
}
