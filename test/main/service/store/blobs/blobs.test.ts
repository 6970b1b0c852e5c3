import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { blobPath } from '../../../../../main/service/store/blobs/blob-files.ts'
import {
  inlineLimitBytes,
  putBlob,
  readBlob,
  sweepBlobs,
  type BlobPlace
} from '../../../../../main/service/store/blobs/blobs.ts'
import { openDatabase } from '../../../../../main/service/store/database.ts'
import { migrations } from '../../../../../main/service/store/migrations/all.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'

const place = (): BlobPlace => ({
  db: openDatabase(':memory:', migrations),
  blobFolder: temporaryFolder()
})
/** Does not compress, so it is stored at about this size. */
const large = () => new Uint8Array(randomBytes(inlineLimitBytes + 1000))

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

it('keeps small values in the database and large ones in files by their hash', () => {
  const at = place()
  const small = new Uint8Array(randomBytes(1000))
  expect(readBlob(at, putBlob(at, small))).toMatchObject({ isSound: true })
  expect(filesIn(at.blobFolder)).toEqual([])

  const value = large()
  const sha256 = putBlob(at, value)
  expect(putBlob(at, value)).toBe(sha256)
  expect(filesIn(at.blobFolder).map(({ name }) => name)).toEqual([`${sha256.slice(2)}.bin`])
  const read = readBlob(at, sha256)
  expect(read.isSound && Buffer.from(read.bytes).equals(value)).toBe(true)
})

it('keeps an empty value', () => {
  const at = place()
  expect(readBlob(at, putBlob(at, new Uint8Array(0)))).toMatchObject({ isSound: true })
})

it.each<[string, (path: string) => void, RegExp]>([
  [
    'one bit is flipped',
    (path) => {
      const bytes = readFileSync(path)
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(path, bytes)
    },
    /bytes were changed/
  ],
  ['its end is cut off', (path) => truncateSync(path, 5000), /has 5000 bytes, expected/],
  ['it is empty', (path) => truncateSync(path, 0), /has 0 bytes, expected/],
  ['it is deleted', (path) => rmSync(path), /file is missing/],
  ['it has grown', (path) => writeFileSync(path, 'x', { flag: 'a' }), /bytes, expected/]
])('reports a file when %s, and writes it anew when the value comes again', (_, harm, problem) => {
  const at = place()
  const value = large()
  const sha256 = putBlob(at, value)
  harm(blobPath(at.blobFolder, sha256))
  expect(readBlob(at, sha256)).toEqual({
    isSound: false,
    problem: expect.stringMatching(problem)
  })
  expect(putBlob(at, value)).toBe(sha256)
  expect(readBlob(at, sha256)).toMatchObject({ isSound: true })
})

it('reports every single bit that is flipped in a value inside the database', () => {
  const at = place()
  const value = Uint8Array.from({ length: 40 }, (_, i) => i * 7)
  const sha256 = putBlob(at, value)
  const stored = at.db.prepare<[], Buffer>('SELECT bytes FROM blobs').pluck().get()!
  const change = at.db.prepare('UPDATE blobs SET bytes = ?')
  let nReported = 0
  for (let bit = 0; bit < stored.length * 8; bit++) {
    const bytes = Buffer.from(stored)
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    change.run(bytes)
    const read = readBlob(at, sha256)
    if (!read.isSound) nReported++
    // A bit that unpacking ignores may pass, but only with the right value.
    else expect(Buffer.from(read.bytes).equals(value)).toBe(true)
  }
  expect(nReported).toBeGreaterThan(stored.length * 7)
})

it('does not unpack more than the value’s size', () => {
  const at = place()
  const sha256 = putBlob(at, new Uint8Array(50_000_000))
  at.db.exec('UPDATE blobs SET size_bytes = 10')
  expect(readBlob(at, sha256)).toMatchObject({ isSound: false })
})

it('sweeps files that no row knows and those that were being written, and nothing else', () => {
  const at = place()
  const kept = blobPath(at.blobFolder, putBlob(at, large()))
  const orphan = blobPath(at.blobFolder, 'ab'.repeat(32))
  const unfinished = `${blobPath(at.blobFolder, 'cd'.repeat(32))}.123.tmp`
  const foreign = join(at.blobFolder, 'notes', 'mine.bin')
  for (const path of [orphan, unfinished, foreign]) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'x')
  }
  expect(sweepBlobs(at)).toBe(2)
  expect([kept, foreign, orphan, unfinished].map((path) => existsSync(path))).toEqual([
    true,
    true,
    false,
    false
  ])
})
