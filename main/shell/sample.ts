import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { SampleCase } from '../../preload/data.ts'

const lineSchema = v.object({
  case: v.string(),
  prompt: v.string(),
  response: v.string(),
  instruction: v.string()
})

/** The bundled cases; `folder` holds `cases.jsonl`, `base` and `tuned`. */
export async function readSampleCases(folder: string): Promise<readonly SampleCase[]> {
  const text = await readFile(join(folder, 'cases.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { case: id, ...rest } = v.parse(lineSchema, JSON.parse(line))
      return { id, ...rest }
    })
}
