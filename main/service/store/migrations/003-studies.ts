import type { Migration } from '../migrate.ts'

/** `ratings` is a history: rows are added and never changed, and a rating that is NULL withdraws. */
export const studies: Migration = {
  name: 'ratings of studies',
  up: (db) => {
    db.exec(`
      CREATE TABLE ratings (
        seq INTEGER PRIMARY KEY,
        result_seq INTEGER NOT NULL REFERENCES results (seq) ON DELETE CASCADE,
        case_index INTEGER NOT NULL CHECK (case_index >= 0),
        role TEXT NOT NULL CHECK (role IN ('base', 'tuned')),
        rating INTEGER,
        created_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX ratings_by_case ON ratings (result_seq, case_index, role);
    `)
  }
}
