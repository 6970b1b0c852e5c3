import { execFile } from 'node:child_process'
import { closeSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { runChild } from '../../../helpers/run-child.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const child = fileURLToPath(new URL('load-child.ts', import.meta.url))

/** Text of many words of 50 dimensions, of about the size. */
function writeVectors(path: string, sizeBytes: number): number {
  const numbers = ` ${Array.from({ length: 50 }, (_, i) => (i / 7 - 3).toFixed(5)).join(' ')}\n`
  const file = openSync(path, 'w')
  let nWords = 0
  for (let written = 0; written < sizeBytes;) {
    const lines = Array.from({ length: 2_000 }, () => `w${nWords++}${numbers}`).join('')
    written += writeSync(file, lines)
  }
  closeSync(file)
  return nWords
}

describe('loading a large file of word vectors', () => {
  it('takes memory for the words of the list, not for the file, with its fast form and without', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'vectors.txt')
    const nWords = writeVectors(path, 200e6)
    const words = ['W7', `w${nWords - 1}`, 'none']
    for (const cache of ['-', join(folder, 'cache'), join(folder, 'cache')]) {
      const { stdout, stderr } = await runChild(child, [path, cache, ...words])
      expect(stderr).toBe('')
      const { nFound, problems, peakBytes } = JSON.parse(stdout)
      expect({ nFound, problems }).toEqual({ nFound: 2, problems: [] })
      // Two blocks, garbage of them, and the words of the fast form (5 MB here).
      expect(peakBytes).toBeLessThan(120e6)
    }
    expect(statSync(path).size).toBeGreaterThan(200e6)
  })

  it.skipIf(process.platform === 'win32')(
    'goes on without a fast form when the disk is full, and leaves no part of one',
    async () => {
      const folder = temporaryFolder()
      const path = join(folder, 'vectors.txt')
      writeVectors(path, 1e6)
      const cache = join(folder, 'cache')
      // A limit of 64 blocks stands for a full disk: a write stops after 32 or 64 kB with EFBIG.
      const script = join(folder, 'run.sh')
      writeFileSync(script, 'ulimit -f 64; exec "$@"')
      const { stdout } = await promisify(execFile)('bash', [
        ...[script, process.execPath, child, path, cache, 'w7', 'w99']
      ])
      const { nFound, problems } = JSON.parse(stdout)
      expect(nFound).toBe(2)
      expect(problems).toEqual([expect.stringContaining('EFBIG')])
      expect(readdirSync(cache)).toEqual([])
    }
  )
})
