/** Files that were cut or changed anywhere: a run, bad rows or a clear error, and nothing else. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openRecordedRun } from '../../../../main/datasets/recorded/open-recorded.ts'
import { AppError } from '../../../../main/errors.ts'
import { seededRandom } from '../../../helpers/random.ts'
import { madeCase, writeRun } from '../../../helpers/recorded-files.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const fixtures = fileURLToPath(new URL('../../../fixtures/recorded/', import.meta.url))

/** How many cases come out; null for an error that says what is wrong. */
async function casesOf(path: string): Promise<number | null> {
  try {
    const run = await openRecordedRun(path)
    for (const [row] of run.rows.entries()) await run.readMap(row)
    return run.rows.length
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    expect(thrown.code).not.toBe('internal')
    expect(thrown.message).not.toBe('')
    return null
  }
}

it.each(['inseq-0.7.json.gz', 'inseq-0.6.jsonl'])('%s cut at any byte is refused', async (name) => {
  const folder = temporaryFolder()
  copyFileSync(join(fixtures, 'inseq-0.6.json'), join(folder, 'inseq-0.6.json'))
  const whole = readFileSync(join(fixtures, name))
  const path = join(folder, name)
  const opened = path.replace('.jsonl', '.json')
  for (let length = 0; length < whole.length - 1; length++) {
    writeFileSync(path, whole.subarray(0, length))
    expect(await casesOf(opened), `${length} bytes`).not.toBe(2)
  }
})

it('maps cut at any byte are refused, cases cut at any byte are fewer', async () => {
  const folder = temporaryFolder()
  const path = writeRun(folder, 'run', [madeCase('one'), madeCase('two')])
  const maps = join(folder, 'run.safetensors')
  const [wholeCases, wholeMaps] = [readFileSync(path), readFileSync(maps)]
  for (let length = 0; length < wholeMaps.length; length++) {
    writeFileSync(maps, wholeMaps.subarray(0, length))
    expect(await casesOf(path), `${length} bytes`).toBeNull()
  }
  writeFileSync(maps, wholeMaps)
  // The last byte is a line feed, without which the file is whole.
  for (let length = 0; length < wholeCases.length - 1; length++) {
    writeFileSync(path, wholeCases.subarray(0, length))
    expect(await casesOf(path), `${length} bytes`).not.toBe(2)
  }
})

it.each(['inseq-0.6.json', 'inseq-0.6-lists.json', 'inseq-0.7.json.gz', 'inseq-translation.json'])(
  '%s with any bytes changed gives cases or an error',
  async (name) => {
    const random = seededRandom(name.length)
    const whole = readFileSync(join(fixtures, name))
    const path = join(temporaryFolder(), name)
    let nRefused = 0
    for (let i = 0; i < 300; i++) {
      const changed = Buffer.from(whole)
      for (let n = 0; n < 3; n++) {
        changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256)
      }
      writeFileSync(path, changed)
      if ((await casesOf(path)) !== 2) nRefused++
    }
    expect(nRefused).toBeGreaterThan(0)
  }
)
