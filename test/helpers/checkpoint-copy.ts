import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readGolden } from './goldens.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A writable copy of a golden's checkpoint that goes away with the test. */
export function copyCheckpoint(name: string): string {
  const folder = temporaryFolder()
  cpSync(readGolden(name).checkpoint, folder, { recursive: true })
  return folder
}

/** Changes fields of one of the folder's JSON files. */
export function changeJson(
  folder: string,
  file: string,
  change: (fields: Record<string, unknown>) => Record<string, unknown>
): void {
  const path = join(folder, file)
  // Our own fixture.
  const fields = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  writeFileSync(path, JSON.stringify({ ...fields, ...change(fields) }))
}

/** Overwrites one number of a float32 tensor in the folder's one weight file. */
export function changeWeight(folder: string, tensor: string, index: number, value: number): void {
  const path = join(folder, 'model.safetensors')
  const file = readFileSync(path)
  const headerBytes = Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes)) as Record<
    string,
    { readonly dtype: string; readonly data_offsets: readonly [number, number] }
  >
  const { dtype, data_offsets: offsets } = header[tensor]!
  if (dtype !== 'F32') throw new Error(`${tensor} is ${dtype}, expected F32`)
  file.writeFloatLE(value, 8 + headerBytes + offsets[0] + 4 * index)
  writeFileSync(path, file)
}
