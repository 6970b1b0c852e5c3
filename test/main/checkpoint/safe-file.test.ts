import { execFileSync } from 'node:child_process'
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { assertUnchanged } from '../../../main/checkpoint/file-identity.ts'
import { hasEntry, openFolder, openInFolder, reopen } from '../../../main/checkpoint/safe-file.ts'
import { failureOf } from '../../helpers/failure.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** A folder with one file `a` that holds "0123456789", and where it lies. */
async function folderWithFile() {
  const path = temporaryFolder()
  writeFileSync(join(path, 'a'), '0123456789')
  return { path, file: join(path, 'a'), folder: await openFolder(path) }
}

async function open(path: string, name: string) {
  const file = await openInFolder(await openFolder(path), name)
  onTestFinished(() => file.close())
  return file
}

describe('a regular file', () => {
  it('opens with its identity and reads ranges exactly', async () => {
    const { path, file: real } = await folderWithFile()
    const file = await open(path, 'a')
    expect(file.identity).toMatchObject({ realPath: real, name: 'a', sizeBytes: 10 })
    expect(file.identity.mtimeNs).toMatch(/^\d{18,}$/)
    expect(Buffer.from(await file.read(2, 3)).toString()).toBe('234')
    expect((await file.read(10, 0)).byteLength).toBe(0)
    expect(file.warnings).toEqual([])
  })

  it.each([
    [8, 3],
    [-1, 2],
    [0, 2 ** 50],
    [NaN, 1]
  ])('refuses the range %i + %i before it allocates', async (offset, length) => {
    const { path } = await folderWithFile()
    const file = await open(path, 'a')
    const error = await failureOf(() => file.read(offset, length))
    expect(error.message).toContain('the file has 10')
  })

  it('that has other names is opened with a warning', async () => {
    const { path, file } = await folderWithFile()
    linkSync(file, join(path, 'b'))
    expect((await open(path, 'a')).warnings[0]).toContain('a has 2 hard links')
  })

  it('that shrinks while it is read is a change', async () => {
    const { path, file: real } = await folderWithFile()
    const file = await open(path, 'a')
    truncateSync(real, 4)
    const error = await failureOf(() => file.read(2, 6))
    expect(error).toMatchObject({ code: 'checkpoint/changed', file: 'a' })
    expect(error.message).toContain('it ends at byte 4')
  })
})

describe('PAR-50 links', () => {
  it('within the folder are followed', async () => {
    const { path, file } = await folderWithFile()
    mkdirSync(join(path, 'inner'))
    writeFileSync(join(path, 'inner', 'c'), 'xyz')
    symlinkSync('a', join(path, 'b'))
    symlinkSync('inner/c', join(path, 'd'))
    expect((await open(path, 'b')).identity).toMatchObject({ realPath: file, name: 'b' })
    expect((await open(path, 'd')).identity.sizeBytes).toBe(3)
  })

  it.each(['/dev/zero', '/etc/passwd', '../outside'])('to %s are refused', async (target) => {
    const parent = temporaryFolder()
    const path = join(parent, 'model')
    mkdirSync(path)
    writeFileSync(join(parent, 'outside'), 'secret')
    symlinkSync(target, join(path, 'config.json'))
    const error = await failureOf(() => open(path, 'config.json'))
    expect(error.code).toBe('checkpoint/unreadable')
    expect(error.message).toContain('leads out of the folder')
  })

  it('to a neighbour whose name begins like the folder are refused', async () => {
    const parent = temporaryFolder()
    mkdirSync(join(parent, 'model'))
    mkdirSync(join(parent, 'model-2'))
    writeFileSync(join(parent, 'model-2', 'a'), 'secret')
    symlinkSync('../model-2/a', join(parent, 'model', 'a'))
    const error = await failureOf(() => open(join(parent, 'model'), 'a'))
    expect(error.message).toContain('leads out of the folder')
  })

  it.each([
    ['nowhere', 'a link to nothing'],
    ['loop', 'in a circle']
  ])('to %s are %s', async (target, problem) => {
    const path = temporaryFolder()
    symlinkSync(target, join(path, 'loop'))
    const error = await failureOf(() => open(path, 'loop'))
    expect(error.code).toBe('checkpoint/unreadable')
    expect(error.message).toContain(problem)
  })

  it('of a Hugging Face cache lead to blobs of the same model only', async () => {
    const cache = temporaryFolder()
    const snapshot = join(cache, 'models--org--name', 'snapshots', 'abc')
    for (const model of ['models--org--name', 'models--org--other']) {
      mkdirSync(join(cache, model, 'blobs'), { recursive: true })
      writeFileSync(join(cache, model, 'blobs', '123'), model)
    }
    mkdirSync(snapshot, { recursive: true })
    const blob = join(cache, 'models--org--name', 'blobs', '123')
    linkSync(blob, join(cache, 'second-name'))
    symlinkSync('../../blobs/123', join(snapshot, 'config.json'))
    symlinkSync('../../../models--org--other/blobs/123', join(snapshot, 'other.json'))
    const file = await open(snapshot, 'config.json')
    expect(file.identity).toMatchObject({ realPath: blob, name: 'config.json' })
    expect(file.warnings).toEqual([])
    await failureOf(() => open(snapshot, 'other.json'))
  })

  it.each(['../a', 'x/a', 'x\\a', '..', '.', '', 'a\0', 'C:a'])(
    'a name like %j is no name',
    async (name) => {
      const { path, folder } = await folderWithFile()
      expect((await failureOf(() => open(path, name))).code).toBe('checkpoint/malformed')
      expect(await hasEntry(folder, name)).toBe(false)
    }
  )
})

describe('PAR-52 what is no regular file', () => {
  it('a pipe is refused without waiting for its other end', async () => {
    const path = temporaryFolder()
    execFileSync('mkfifo', [join(path, 'config.json')])
    const error = await failureOf(() => open(path, 'config.json'))
    expect(error.message).toContain('is a pipe, expected a regular file')
  })

  it('a pipe behind a link is refused too', async () => {
    const path = temporaryFolder()
    execFileSync('mkfifo', [join(path, 'pipe')])
    symlinkSync('pipe', join(path, 'config.json'))
    expect((await failureOf(() => open(path, 'config.json'))).message).toContain('is a pipe')
  })

  it('a socket and a folder are refused', async () => {
    const path = temporaryFolder()
    mkdirSync(join(path, 'folder'))
    const server = createServer().listen(join(path, 'socket'))
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    expect((await failureOf(() => open(path, 'socket'))).message).toContain('is a socket')
    expect((await failureOf(() => open(path, 'folder'))).message).toContain('is a folder')
  })

  it('missing files, folders and overlong paths are named', async () => {
    const path = temporaryFolder()
    writeFileSync(join(path, 'file'), '')
    expect((await failureOf(() => open(path, 'a'))).message).toBe('a: is missing (ENOENT)')
    expect((await failureOf(() => open(path, 'n'.repeat(4_096)))).message).toContain('ENAMETOOLONG')
    const paths = [join(path, 'none'), join(path, 'file'), '/x'.repeat(2_048), 'a\0b']
    for (const wrong of paths) {
      const error = await failureOf(() => openFolder(wrong))
      expect(error.code).toBe('checkpoint/unreadable')
      expect(error.message.length).toBeLessThan(500)
    }
  })

  it('a file of a terabyte that is all holes opens, and is not read', async () => {
    const path = temporaryFolder()
    writeFileSync(join(path, 'big'), '')
    truncateSync(join(path, 'big'), 2 ** 40)
    const file = await open(path, 'big')
    expect(file.identity.sizeBytes).toBe(2 ** 40)
    expect(Buffer.from(await file.read(2 ** 40 - 2, 2))).toEqual(Buffer.alloc(2))
  })

  it('a folder with a name that is not UTF-8 in it can be listed', async () => {
    const { path, folder } = await folderWithFile()
    writeFileSync(Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0xff, 0xfe])]), '')
    expect(await hasEntry(folder, 'a')).toBe(true)
  })
})

describe('PAR-51 a file that was opened before', () => {
  it('opens again and counts as unchanged', async () => {
    const { path } = await folderWithFile()
    const { identity } = await open(path, 'a')
    await assertUnchanged(identity)
    const again = await reopen(identity)
    expect(Buffer.from(await again.read(0, 2)).toString()).toBe('01')
    await again.close()
  })

  const changes: [string, (file: string) => void, string][] = [
    ['longer', (file) => writeFileSync(file, '0123456789x'), 'size in bytes is now 11, was 10'],
    ['touched', (file) => utimesSync(file, 1, 1), 'modification time'],
    ['deleted', (file) => rmSync(file), 'no longer be'],
    [
      'replaced by a copy',
      (file) => {
        writeFileSync(`${file}.new`, readFileSync(file))
        renameSync(`${file}.new`, file)
      },
      'is now'
    ],
    [
      'replaced by a link',
      (file) => {
        renameSync(file, `${file}.moved`)
        symlinkSync(`${file}.moved`, file)
      },
      ''
    ]
  ]
  it.each(changes)('and is %s is reported as changed', async (_, change, problem) => {
    const { path, file } = await folderWithFile()
    const { identity } = await open(path, 'a')
    change(file)
    for (const look of [assertUnchanged, reopen]) {
      const error = await failureOf(() => look(identity))
      expect(error).toMatchObject({ code: 'checkpoint/changed', file: 'a' })
      expect(error.message).toContain(problem)
    }
  })
})
