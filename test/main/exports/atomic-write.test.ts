import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeAtomically } from '../../../main/exports/atomic-write.ts'
import { AppError } from '../../../main/errors.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

describe('writeAtomically', () => {
  it('writes text and bytes and leaves nothing else behind', async () => {
    const { folder, inside } = place()
    await writeAtomically(inside('a.json'), '{"é": 1}')
    await writeAtomically(inside('b.bin'), Uint8Array.of(0, 255, 7))
    expect(readFileSync(inside('a.json'), 'utf8')).toBe('{"é": 1}')
    expect([...readFileSync(inside('b.bin'))]).toEqual([0, 255, 7])
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'b.bin'])
  })

  it('writes text that is made piece by piece, and nothing where a piece cannot be made', async () => {
    const { folder, inside } = place()
    const pieces = function* (nGood: number) {
      for (let i = 0; i < nGood; i++) yield `é${i}`.repeat(50_000)
      if (nGood < 20) throw new AppError('store/unavailable', 'piece 3 is damaged')
    }
    await writeAtomically(inside('a'), pieces(20))
    expect(readFileSync(inside('a'), 'utf8')).toBe([...pieces(20)].join(''))
    await expect(writeAtomically(inside('a'), pieces(3))).rejects.toMatchObject({
      code: 'store/unavailable',
      message: 'piece 3 is damaged'
    })
    expect(readFileSync(inside('a'), 'utf8')).toBe([...pieces(20)].join(''))
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('replaces a file by a new one and keeps its mode', async () => {
    const { inside } = place()
    writeFileSync(inside('a'), 'old and longer')
    chmodSync(inside('a'), 0o600)
    const before = statSync(inside('a')).ino
    await writeAtomically(inside('a'), 'new')
    expect(readFileSync(inside('a'), 'utf8')).toBe('new')
    expect(statSync(inside('a')).ino).not.toBe(before)
    expect(statSync(inside('a')).mode & 0o777).toBe(0o600)
  })

  it('writes to where a link leads', async () => {
    const { inside } = place()
    mkdirSync(inside('real'))
    writeFileSync(inside('real/a'), 'old')
    symlinkSync(inside('real/a'), inside('link'))
    await writeAtomically(inside('link'), 'new')
    expect(readFileSync(inside('real/a'), 'utf8')).toBe('new')
    expect(readdirSync(inside('real'))).toEqual(['a'])
  })

  it.skipIf(process.platform === 'win32')('writes into a device without replacing it', async () => {
    const { inside } = place()
    symlinkSync('/dev/null', inside('null'))
    await writeAtomically(inside('null'), 'gone')
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
    expect(statSync(inside('null')).isCharacterDevice()).toBe(true)
  })

  it('says that the folder is missing, that it is one, or that the disk is full', async () => {
    const { folder, inside } = place()
    await expect(writeAtomically(inside('no/a'), '')).rejects.toMatchObject({
      code: 'request/invalid',
      message: expect.stringContaining('folder does not exist') as string
    })
    await expect(writeAtomically(folder, '')).rejects.toThrow(/expected a file/)
    if (existsSync('/dev/full')) {
      await expect(writeAtomically('/dev/full', 'x')).rejects.toMatchObject({ code: 'store/full' })
    }
  })

  it('keeps the old file whole and no other when the new one does not fit', async () => {
    const { folder, inside } = place()
    writeFileSync(inside('a'), 'old')
    // A limit of 8 blocks stands for a full disk: the write stops after 4 or 8 kB with EFBIG.
    const script =
      `import { writeAtomically } from './main/exports/atomic-write.ts'\n` +
      `process.on('SIGXFSZ', () => {})\n` +
      `await writeAtomically(${JSON.stringify(inside('a'))}, 'x'.repeat(1e6)).catch((e) => console.log(e.code))`
    writeFileSync(inside('run.sh'), 'ulimit -f 8; exec "$@"')
    const output = execFileSync(
      'bash',
      [inside('run.sh'), node24(), '--input-type=module', '-e', script],
      { encoding: 'utf8' }
    )
    expect(output.trim()).toBe('store/full')
    expect(readFileSync(inside('a'), 'utf8')).toBe('old')
    expect(readdirSync(folder).sort()).toEqual(['a', 'run.sh'])
  })
})

/** A fresh folder and the paths in it. */
function place(): { folder: string; inside: (name: string) => string } {
  const folder = temporaryFolder()
  return { folder, inside: (name) => path.join(folder, name) }
}

/** The Node that runs this test: it must run TypeScript directly, as the command line does. */
function node24(): string {
  return process.execPath
}
