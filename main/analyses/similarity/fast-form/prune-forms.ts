import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { formEnding, temporaryEnding } from './layout.ts'

/** A temporary file that nobody wrote to for so long is of a run that died. */
const staleMs = 60 * 60 * 1_000

/**
 * Removes all but the most recently used forms, and what dead runs left. What cannot be removed stays:
 * on Windows, for one, a form that another run reads.
 */
export async function pruneForms(folder: string, nKept: number, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
      return { path, mtimeMs }
    })
  )
  const stale = files.filter(
    ({ path, mtimeMs }) => path.endsWith(temporaryEnding) && now - mtimeMs > staleMs
  )
  const superfluous = files
    .filter(({ path }) => path.endsWith(formEnding))
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
    .slice(nKept)
  for (const { path } of [...stale, ...superfluous]) {
    await rm(path, { force: true }).catch(() => undefined)
  }
}
