import { readFileSync, renameSync } from 'node:fs'
import * as v from 'valibot'
import writeFileAtomic from 'write-file-atomic'

/**
 * What a small JSON file of ours holds, or `fallback` where it is missing. One that cannot be read or
 * does not fit the schema is kept beside as `.bad` and the fallback is used.
 */
export function readJsonFile<const Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
  fallback: v.InferOutput<Schema>
): v.InferOutput<Schema> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return fallback
  }
  try {
    return v.parse(schema, JSON.parse(text))
  } catch {
    renameSync(file, `${file}.bad`)
    return fallback
  }
}

/** Temporary file, fsync, rename: a reader sees the old content or the new, never half of it. */
export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
}
