import type { Migration } from '../migrate.ts'

/**
 * `parts` are values of a result that are read one by one. `labels` is a history: rows are added and never
 * changed, and a label that is NULL withdraws. `answers` are what language models said, by the SHA-256 of
 * all that they were asked.
 */
export const concepts: Migration = {
  name: 'parts and labels of results, answers of language models',
  up: (db) => {
    db.exec(`
      CREATE TABLE parts (
        result_seq INTEGER NOT NULL REFERENCES results (seq) ON DELETE CASCADE,
        part_id TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES blobs (sha256),
        PRIMARY KEY (result_seq, part_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX parts_by_blob ON parts (sha256);

      CREATE TABLE labels (
        seq INTEGER PRIMARY KEY,
        result_seq INTEGER NOT NULL REFERENCES results (seq) ON DELETE CASCADE,
        layer INTEGER NOT NULL CHECK (layer >= 0),
        role TEXT NOT NULL CHECK (role IN ('base', 'tuned')),
        direction INTEGER NOT NULL CHECK (direction >= 0),
        annotator TEXT NOT NULL CHECK (annotator IN ('manual', 'llm')),
        author TEXT NOT NULL,
        seed INTEGER,
        label TEXT,
        note TEXT NOT NULL,
        created_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX labels_by_concept ON labels (result_seq, layer, role, direction);

      CREATE TABLE answers (
        key TEXT PRIMARY KEY CHECK (length(key) = 64),
        answer TEXT NOT NULL,
        created_at TEXT NOT NULL
      ) STRICT;
    `)
  }
}
