import type { Database } from 'better-sqlite3'

/** The fingerprint of a checkpoint whose files were last seen with this identity, or null. */
export function findFingerprint(db: Database, identity: string): string | null {
  return (
    db
      .prepare<[string], string>('SELECT fingerprint FROM fingerprints WHERE identity = ?')
      .pluck()
      .get(identity) ?? null
  )
}

export function rememberFingerprint(db: Database, identity: string, fingerprint: string): void {
  db.prepare(
    `INSERT INTO fingerprints (identity, fingerprint) VALUES (?, ?)
     ON CONFLICT (identity) DO UPDATE SET fingerprint = excluded.fingerprint`
  ).run(identity, fingerprint)
}
