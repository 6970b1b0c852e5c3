import type { Migration } from '../migrate.ts'

/**
 * `blobs` holds every large value once, by the SHA-256 of its uncompressed bytes; those above the inline
 * limit have no `bytes` here and lie in a file. `seq` keeps the order of insertion.
 */
export const firstSchema: Migration = {
  name: 'first schema',
  up: (db) => {
    db.exec(`
      CREATE TABLE blobs (
        sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
        size_bytes INTEGER NOT NULL,
        stored_bytes INTEGER NOT NULL,
        bytes BLOB
      ) STRICT;

      CREATE TABLE inputs (
        sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
        text TEXT NOT NULL
      ) STRICT;

      CREATE TABLE jobs (
        seq INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL UNIQUE,
        spec TEXT NOT NULL,
        title TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN (
          'queued', 'running', 'paused', 'cancelling', 'cancelled', 'failed', 'interrupted', 'done'
        )),
        phase TEXT NOT NULL,
        units_done INTEGER NOT NULL,
        units_total INTEGER NOT NULL,
        fraction REAL NOT NULL,
        elapsed_ms REAL NOT NULL,
        error TEXT,
        result_id TEXT,
        created_at TEXT NOT NULL,
        crashes INTEGER NOT NULL,
        owner_pid INTEGER,
        owner_started TEXT
      ) STRICT;

      CREATE TABLE units (
        seq INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL REFERENCES jobs (job_id) ON DELETE CASCADE,
        unit_id TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES blobs (sha256),
        UNIQUE (job_id, unit_id)
      ) STRICT;
      CREATE INDEX units_by_blob ON units (sha256);

      CREATE TABLE results (
        seq INTEGER PRIMARY KEY,
        result_id TEXT NOT NULL UNIQUE CHECK (length(result_id) = 64),
        key_fields TEXT NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        prompt_sha256 TEXT NOT NULL REFERENCES inputs (sha256),
        base_name TEXT NOT NULL,
        tuned_name TEXT,
        base_score REAL,
        tuned_score REAL,
        record_sha256 TEXT NOT NULL REFERENCES blobs (sha256),
        created_at TEXT NOT NULL,
        deleted_at TEXT
      ) STRICT;
      CREATE INDEX results_by_blob ON results (record_sha256);
      CREATE INDEX results_by_input ON results (prompt_sha256);
      CREATE INDEX results_by_time ON results (created_at);

      CREATE TABLE tags (
        result_seq INTEGER NOT NULL REFERENCES results (seq) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY (result_seq, tag)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tags_by_name ON tags (tag);

      CREATE VIRTUAL TABLE search USING fts5 (
        title, prompt, responses, models, tags, note,
        tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
      );

      CREATE TABLE fingerprints (
        identity TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL
      ) STRICT;
    `)
  }
}
