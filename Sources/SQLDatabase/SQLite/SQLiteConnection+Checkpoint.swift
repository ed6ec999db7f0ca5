import CSQLite

extension SQLiteConnection {
  /// Moves what it can from the log into the database file.
  ///
  /// Gives the pages in the log and those that had to stay because somebody still reads them. A
  /// database that is busy, or a disk that is full, is no error: the next step tries again.
  func checkpoint(
    _ step: CheckpointSchedule.Step, stoppedBy stop: WriteStop
  ) throws -> (pages: Int, pagesLeft: Int) {
    try stop.check()
    var pages: Int32 = 0
    var moved: Int32 = 0
    do {
      // First for every step: what is moved now need not be while the writer waits.
      try withPointer {
        sqlite3_wal_checkpoint_v2($0, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &moved)
      }
      if step != .passive {
        let mode = step == .restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_TRUNCATE
        try withPointer { sqlite3_wal_checkpoint_v2($0, "main", mode, &pages, &moved) }
      }
    } catch let error as DatabaseError where error.code == .busy || error.code == .full {
      // The counts are those reached, or -1 when it could not even begin.
    } catch let error as DatabaseError {
      stop.stop(after: error)
      try stop.check()
    }
    return (Int(max(pages, 0)), Int(max(pages - moved, 0)))
  }
}
