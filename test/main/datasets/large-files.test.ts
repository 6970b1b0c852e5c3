import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCases } from '../../../main/datasets/load-cases.ts'
import { previewDataset } from '../../../main/datasets/preview-dataset.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const sizeBytes = 100e6
const words = 'one two three four five six seven eight nine ten '.repeat(40)

/** A row of about 2 kB, each different. */
const prompt = (i: number) => `Case ${i}: count. ${words}`
const forms = {
  'cases.jsonl': {
    head: '',
    row: (i: number) =>
      `${JSON.stringify({ id: i, prompt: prompt(i), instruction: `Case ${i}: count.` })}\n`,
    end: ''
  },
  'cases.json': {
    head: '[',
    row: (i: number) =>
      `${i ? ',' : ''}${JSON.stringify({ id: i, prompt: prompt(i), instruction: `Case ${i}: count.` })}`,
    end: ']'
  },
  'cases.csv': {
    head: 'id,prompt,instruction\n',
    row: (i: number) => `${i},"${prompt(i)}\nend","Case ${i}: count."\n`,
    end: ''
  }
} as const

function writeLarge(path: string, { head, row, end }: (typeof forms)['cases.csv']): number {
  const file = openSync(path, 'w')
  let written = writeSync(file, head)
  let nRows = 0
  while (written < sizeBytes) {
    const some = Array.from({ length: 500 }, () => row(nRows++)).join('')
    written += writeSync(file, some)
  }
  writeSync(file, end)
  closeSync(file)
  return nRows
}

/** Most memory of JavaScript while `work` runs beyond what there was before, in bytes. */
async function peakOf(work: () => Promise<unknown>): Promise<number> {
  const used = () => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = used()
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, used())), 10)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return peak - before
}

describe('a file of 100 MB', () => {
  it.each(Object.keys(forms) as (keyof typeof forms)[])(
    '%s is read as a stream, in a minute and 192 MiB',
    async (name) => {
      const path = join(temporaryFolder(), name)
      const nRows = writeLarge(path, forms[name] as (typeof forms)['cases.csv'])
      const started = performance.now()
      const peak = await peakOf(async () => {
        const preview = await previewDataset(path, null)
        expect(preview).toMatchObject({
          nRows,
          nCases: nRows,
          nWithInstruction: nRows,
          badRows: [],
          mapping: { id: 'id', prompt: 'prompt', instruction: 'instruction' }
        })
        if (name !== 'cases.jsonl') return
        const { cases, summary } = await loadCases(path, preview.mapping!, 40)
        expect(cases).toHaveLength(40)
        expect(summary).toMatchObject({ nNotTaken: nRows - 40, sha256: preview.sha256 })
      })
      expect(performance.now() - started).toBeLessThan(60_000)
      expect(peak).toBeLessThan(192 * 2 ** 20)
    },
    120_000
  )
})
