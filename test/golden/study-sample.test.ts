/** A whole study of the bundled pair against the figures that an independent reference found (resources/sample). */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { defaultSalience } from '../../preload/analysis/salience-settings.ts'
import { compareModels } from '../../preload/analysis/studies/compare-models.ts'
import type { Comparison } from '../../preload/analysis/studies/comparison.ts'
import type { StudyRecord } from '../../preload/analysis/studies/record.ts'
import { runJob } from '../helpers/run-job.ts'
import { studySettings } from '../helpers/study-job-settings.ts'

const folder = fileURLToPath(new URL('../../resources/sample/', import.meta.url))

interface Figures {
  readonly base: { readonly mean: number; readonly sd: number }
  readonly tuned: { readonly mean: number; readonly sd: number }
  readonly welch_p_less: number
  readonly paired_p_less: number
}
// Written by our own reference script.
const figures = JSON.parse(readFileSync(`${folder}figures.json`, 'utf8')) as Readonly<
  Record<'same response' | 'own response', Figures>
>

describe('the first sixty cases, each response and the reference', () => {
  let record: StudyRecord
  beforeAll(async () => {
    const settings = studySettings({
      modes: ['own', 'same'],
      nCasesLimit: 60,
      nTokensLimit: 110
    })
    const request = {
      base: `${folder}base`,
      tuned: `${folder}tuned`,
      data: `${folder}cases.jsonl`,
      settings
    }
    const result = await runJob({ kind: 'study', request })
    if (result.kind !== 'study') throw new Error(`the job was a ${result.kind}`)
    record = result.record
  }, 600_000)

  it('has all cases and no failure', () => {
    expect(record.cases.length).toBe(60)
    expect(record.failures).toEqual([])
    expect(record.isPartial).toBe(false)
  })

  it.each([
    ['same', 'same response'],
    ['own', 'own response']
  ] as const)('mode %s: mean, deviation and tests are the recorded ones', (mode, name) => {
    const all = compareModels(record, mode, defaultSalience).at(-1)!
    const expected = figures[name]
    expect(Math.abs(all.first.mean! - expected.base.mean)).toBeLessThan(0.01)
    expect(Math.abs(all.first.sd! - expected.base.sd)).toBeLessThan(0.01)
    expect(Math.abs(all.second.mean! - expected.tuned.mean)).toBeLessThan(0.01)
    expect(Math.abs(all.second.sd! - expected.tuned.sd)).toBeLessThan(0.01)
    expectSameP(all.welch, expected.welch_p_less)
    expectSameP(all.paired!, expected.paired_p_less)
  })
})

/** Within a tenth of its own size: levels of float32 maps may differ by one where a product rounds. */
function expectSameP(outcome: Comparison['welch'], expected: number): void {
  if (outcome.kind !== 'tested') throw new Error(`not tested: ${outcome.reason}`)
  expect(Math.abs(Math.log(outcome.p / expected))).toBeLessThan(0.1)
}
