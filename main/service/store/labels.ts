/** Labels of concepts: a history that only grows. */
import type { Database } from 'better-sqlite3'
import type { ConceptLabel, StoredLabel } from '../../../preload/analysis/concepts/labels.ts'

/** Which concept a label is of. */
export type ConceptPlace = Pick<StoredLabel, 'layer' | 'role' | 'direction'>

type LabelRow = Omit<StoredLabel, 'label'> & { readonly label: string | null }

const insertLabel = `
  INSERT INTO labels (result_seq, layer, role, direction, annotator, author, seed, label, note,
    created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Oldest first. */
export function listLabels(db: Database, resultSeq: number): StoredLabel[] {
  return db
    .prepare<[number], LabelRow>(
      `SELECT layer, role, direction, annotator, author, seed, label, note, created_at AS createdAt
       FROM labels WHERE result_seq = ? ORDER BY created_at, seq`
    )
    .all(resultSeq)
    .map((row) => ({
      ...row,
      // Written by this file alone.
      label: row.label === null ? null : (JSON.parse(row.label) as ConceptLabel)
    }))
}

/** Adds to the history what `parseLabels` has checked. */
export function addLabels(db: Database, resultSeq: number, labels: readonly StoredLabel[]): void {
  const insert = db.prepare(insertLabel)
  for (const label of labels) {
    const { layer, role, direction, annotator, author, seed, note, createdAt } = label
    const text = label.label === null ? null : JSON.stringify(label.label)
    const place = [resultSeq, layer, role, direction] as const
    insert.run(...place, annotator, author, seed, text, note, createdAt)
  }
}

/** Adds those that are not in the history yet. */
export function mergeLabels(db: Database, resultSeq: number, labels: readonly StoredLabel[]): void {
  const known = new Set(listLabels(db, resultSeq).map(identityOf))
  addLabels(
    db,
    resultSeq,
    labels.filter((label) => !known.has(identityOf(label)))
  )
}

/**
 * The time of a new label of a concept: now, but never before its newest one. Otherwise a clock that was
 * set back would make the new one the older.
 */
export function timeOfNewLabel(
  db: Database,
  resultSeq: number,
  { layer, role, direction }: ConceptPlace
): string {
  const now = new Date().toISOString()
  const newest = db
    .prepare<[number, number, string, number], string | null>(
      `SELECT max(created_at) FROM labels
       WHERE result_seq = ? AND layer = ? AND role = ? AND direction = ?`
    )
    .pluck()
    .get(resultSeq, layer, role, direction)
  return newest !== null && newest !== undefined && newest > now ? newest : now
}

function identityOf(label: StoredLabel): string {
  const { layer, role, direction, annotator, author, seed, note, createdAt } = label
  const said = label.label
  const text = said && [said.description, said.tasks, said.level, said.evidence]
  return JSON.stringify([layer, role, direction, annotator, author, seed, text, note, createdAt])
}
