// The limit of group commit on SQLite: commits the rows that a signing leaves, in batches, with nothing else around it.
//
//   sqlite_loop DATABASE BATCH SECONDS
//
// DATABASE is a site's own file, with one petition in it, so that tables, indexes and checks are the site's. The settings
// are those of Sources/SQLDatabase/SQLite/SQLiteConnection.swift, and checkpoints run beside it ten times a second.

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "rows.h"

static atomic_int stopping;

static void check(sqlite3 *database, int result, const char *step) {
  if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW) return;
  fprintf(stderr, "sqlite_loop: %s: %s\n", step, sqlite3_errmsg(database));
  exit(1);
}

static void execute(sqlite3 *database, const char *sql) {
  check(database, sqlite3_exec(database, sql, NULL, NULL, NULL), sql);
}

static sqlite3 *connect_to(const char *path) {
  sqlite3 *database;
  check(NULL, sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), "open");
  execute(database,
    "PRAGMA journal_mode = WAL; PRAGMA cache_size = -16000; PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0;"
    "PRAGMA journal_size_limit = 67108864");
  return database;
}

static void *checkpoint(void *path) {
  sqlite3 *database = connect_to(path);
  while (!atomic_load(&stopping)) {
    sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    usleep(100000);
  }
  sqlite3_close(database);
  return NULL;
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
  sqlite3_stmt *statement;
  check(database, sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL), sql);
  return statement;
}

static void bind(sqlite3_stmt *statement, const struct column *columns, int count) {
  for (int index = 0; index < count; index++) {
    const struct column *column = &columns[index];
    switch (column->kind) {
    case BYTES: sqlite3_bind_blob(statement, index + 1, column->bytes, column->size, SQLITE_STATIC); break;
    case TEXT: sqlite3_bind_text(statement, index + 1, (const char *)column->bytes, column->size, SQLITE_STATIC); break;
    case INTEGER: sqlite3_bind_int64(statement, index + 1, column->integer); break;
    }
  }
}

static void step(sqlite3 *database, sqlite3_stmt *statement) {
  check(database, sqlite3_step(statement), "step");
  sqlite3_reset(statement);
}

int main(int count, char **words) {
  if (count != 4) return fprintf(stderr, "usage: sqlite_loop DATABASE BATCH SECONDS\n"), 2;
  int batch = atoi(words[2]);
  double seconds = atof(words[3]);
  sqlite3 *database = connect_to(words[1]);
  sqlite3_stmt *begin = prepare(database, "BEGIN IMMEDIATE"), *commit = prepare(database, "COMMIT");
  sqlite3_stmt *mail = prepare(database, "INSERT INTO outbox (" MAIL_COLUMNS ") VALUES (" MAIL_PLACES ")");
  sqlite3_stmt *pending =
    prepare(database, "INSERT INTO pending_signature (" PENDING_COLUMNS ") VALUES (" PENDING_PLACES ")");
  pthread_t checkpointer;
  pthread_create(&checkpointer, NULL, checkpoint, words[1]);

  struct rows rows;
  seed_rows(&rows);
  long done = 0;
  double start = now();
  while (now() - start < seconds) {
    step(database, begin);
    for (int row = 0; row < batch; row++) {
      next_row(&rows);
      bind(mail, rows.mail, MAIL_COUNT);
      step(database, mail);
      bind(pending, rows.pending, PENDING_COUNT);
      step(database, pending);
    }
    step(database, commit);
    done += batch;
  }
  print_result(done, now() - start, batch);
  atomic_store(&stopping, 1);
  pthread_join(checkpointer, NULL);
  return 0;
}
