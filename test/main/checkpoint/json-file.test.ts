import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import {
  fileLimitsBytes,
  limitSetting,
  readJsonFile,
  readJsonObject,
  readOptionalJsonObject,
  readTextFile
} from '../../../main/checkpoint/json-file.ts'
import { failureOf } from '../../helpers/failure.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

function fileOf(text: string | Uint8Array): string {
  const path = temporaryFolder()
  writeFileSync(join(path, 'a.json'), text)
  return path
}

it('reads JSON, and text', async () => {
  const path = fileOf('{"a":[1]}')
  expect(await readJsonFile(path, 'a.json', { limitBytes: 9 })).toEqual({ a: [1] })
  expect(await readTextFile(path, 'a.json', { limitBytes: 9 })).toBe('{"a":[1]}')
  expect(await readOptionalJsonObject(path, 'b.json', { limitBytes: 9 })).toBeUndefined()
})

it.each(Object.entries(fileLimitsBytes).filter(([, limit]) => limit <= 10_000_000))(
  'PAR-08 takes a %s file of the limit, refuses one byte more, and says how to raise it',
  async (_, limitBytes) => {
    const text = `"${'x'.repeat(limitBytes - 2)}"`
    expect(await readJsonFile(fileOf(text), 'a.json', { limitBytes })).toHaveLength(limitBytes - 2)
    const path = fileOf(`${text} `)
    const error = await failureOf(() => readJsonFile(path, 'a.json', { limitBytes }))
    expect(error).toMatchObject({ code: 'checkpoint/unsupported', file: 'a.json' })
    expect(error.message).toContain(`${limitBytes + 1} bytes, expected at most ${limitBytes}`)
    expect(error.hint).toContain(limitSetting)
    process.env[limitSetting] = '11'
    onTestFinished(() => void delete process.env[limitSetting])
    expect(await readJsonFile(path, 'a.json', { limitBytes })).toHaveLength(limitBytes - 2)
  }
)

it('has the limits of trust.md', () => {
  expect(fileLimitsBytes).toEqual({
    config: 10_000_000,
    tokenizer: 64_000_000,
    index: 100_000_000,
    text: 1_000_000
  })
})

it.each(['[]', 'null', '"x"', '3'])('an object is not %s', async (text) => {
  const error = await failureOf(() => readJsonObject(fileOf(text), 'a.json', { limitBytes: 9 }))
  expect(error.message).toContain('expected an object')
})

it('text must be UTF-8', async () => {
  const path = fileOf(Uint8Array.of(0x61, 0xff))
  const error = await failureOf(() => readTextFile(path, 'a.json', { limitBytes: 9 }))
  expect(error.code).toBe('checkpoint/malformed')
})
