import type { Database } from 'better-sqlite3'

/** The searched text of a result. */
export interface SearchText {
  readonly title: string
  readonly prompt: string
  readonly responses: string
  readonly models: string
  readonly tags: string
  readonly note: string
}

/** More words than anyone types; each one is a look-up of its own. */
const maxWords = 32

/** What SQLite's tokenizer takes as parts of a word: letters, digits, private use, and marks on them. */
const word = /[\p{L}\p{N}\p{Co}\p{M}]+/gu

/**
 * A full-text query that finds the results with every word, each as the beginning of a word. What a user
 * types is quoted, so nothing in it is query syntax.
 *
 * @returns  null when the text has no word in it
 */
export function searchQuery(text: string): string | null {
  const words = text.match(word) ?? []
  if (words.length === 0) return null
  return words
    .slice(0, maxWords)
    .map((part) => `"${part}"*`)
    .join(' AND ')
}

/** Makes a result findable; replaces what was there. */
export function setSearchText(db: Database, resultSeq: number, text: SearchText): void {
  deleteSearchText(db, resultSeq)
  db.prepare(
    `INSERT INTO search (rowid, title, prompt, responses, models, tags, note)
     VALUES (?, ?, ?, ?, ?, ?, ?)`
  ).run(resultSeq, text.title, text.prompt, text.responses, text.models, text.tags, text.note)
}

export function updateSearchTitle(db: Database, resultSeq: number, title: string): void {
  db.prepare('UPDATE search SET title = ? WHERE rowid = ?').run(title, resultSeq)
}

export function updateSearchNote(
  db: Database,
  resultSeq: number,
  note: string,
  tags: readonly string[]
): void {
  db.prepare('UPDATE search SET note = ?, tags = ? WHERE rowid = ?').run(
    note,
    tags.join('\n'),
    resultSeq
  )
}

export function deleteSearchText(db: Database, resultSeq: number): void {
  db.prepare('DELETE FROM search WHERE rowid = ?').run(resultSeq)
}
