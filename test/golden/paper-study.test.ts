/** The paper's own recorded runs give the paper's own figures; they lie beside the project, not in it. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { datasetsOf, scoresOf } from '../../preload/analysis/studies/recorded-tables.ts'
import type { StudyRecord } from '../../preload/analysis/studies/record.ts'
import { runJob } from '../helpers/run-job.ts'

const folder = fileURLToPath(new URL('../../../shared/paper/', import.meta.url))
const slowestMs = 20_000

const readJson = (name: string): unknown => JSON.parse(readFileSync(`${folder}${name}`, 'utf8'))

/** Numbers as the file was rounded: p-values to 4 significant digits, all else to 4 decimals. */
function rounded(value: unknown, key = ''): unknown {
  if (typeof value === 'number') {
    return Number(key === 'p_less' ? value.toPrecision(4) : value.toFixed(4))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, rounded(part, name)])
  )
}

describe.skipIf(!existsSync(folder))('the recorded runs of the paper', () => {
  let record: StudyRecord
  let datasets: ReturnType<typeof datasetsOf>
  let scores: ReturnType<typeof scoresOf>
  let elapsedMs: number

  beforeAll(async () => {
    const began = performance.now()
    const result = await runJob({
      kind: 'study-import',
      request: { base: `${folder}llama-7b.jsonl`, tuned: `${folder}vicuna-7b.jsonl` }
    })
    if (result.kind !== 'study') throw new Error(`a ${result.kind} came out`)
    record = result.record
    datasets = datasetsOf(record)
    scores = scoresOf(record)
    elapsedMs = performance.now() - began
  }, 2 * slowestMs)

  it('are 552 cases a model, with nothing left out', () => {
    expect(record.cases).toHaveLength(552)
    expect(record.dataset.badRows).toEqual([])
    expect(record.notes).toEqual([])
    expect(record.failures).toEqual([])
  })

  it('give every figure of both tables', () => {
    expect(rounded(datasets)).toEqual(readJson('expected.json'))
  })

  it('give the score of every case', () => {
    const expected = readJson('scores.json') as Readonly<Record<string, number>>
    expect(Object.keys(scores).sort()).toEqual(Object.keys(expected).sort())
    for (const [name, score] of Object.entries(expected)) {
      expect(Math.abs(scores[name]! - score), name).toBeLessThan(1e-5)
    }
  })

  it('are read and tabulated in time', () => {
    console.info(`1,104 recorded cases read and tabulated in ${(elapsedMs / 1_000).toFixed(1)} s`)
    expect(elapsedMs).toBeLessThan(slowestMs)
  })
})
