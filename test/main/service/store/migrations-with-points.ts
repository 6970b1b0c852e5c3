import type { Migration } from '../../../../main/service/store/migrate.ts'

/** Each version adds a table and rewrites the earlier ones; `reach` is called between the statements. */
export function migrationsWithPoints(count: number, reach: () => void = () => {}): Migration[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `table ${i + 1}`,
    up: (db) => {
      reach()
      db.exec(`CREATE TABLE t${i + 1} (value INTEGER) STRICT`)
      reach()
      for (let j = 1; j <= i; j++) db.exec(`UPDATE t${j} SET value = ${i + 1}`)
      reach()
      db.exec(`INSERT INTO t${i + 1} VALUES (${i + 1})`)
      reach()
    }
  }))
}
