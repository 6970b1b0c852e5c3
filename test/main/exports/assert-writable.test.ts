import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assertWritable } from '../../../main/exports/atomic-write.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

it('passes where a file may be written, and leaves nothing behind', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'old'), 'old')
  await assertWritable(join(folder, 'old'))
  await assertWritable(join(folder, 'new'))
  expect(readdirSync(folder)).toEqual(['old'])
  expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('old')
})

it('refuses what could not be written, with the words of the writer', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'inner'))
  writeFileSync(join(folder, 'file'), '')
  await expect(assertWritable(join(folder, 'inner'))).rejects.toThrow(/a folder, expected a file/)
  await expect(assertWritable(join(folder, 'none', 'a'))).rejects.toMatchObject({
    code: 'request/invalid',
    hint: 'Create the folder, or choose another.'
  })
  await expect(assertWritable(join(folder, 'file', 'a'))).rejects.toThrow(/its folder is a file/)
})

it.skipIf(process.platform !== 'linux')(
  'refuses a folder that even root cannot write to',
  async () => {
    await expect(assertWritable('/proc/a.json')).rejects.toMatchObject({ code: 'request/invalid' })
  }
)
