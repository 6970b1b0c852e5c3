import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mean, populationSd } from '../../../preload/statistics/moments.ts'
import { welchTest } from '../../../preload/statistics/t-test.ts'
import { importanceDensity } from '../../../preload/analysis/density.ts'
import { instructionScore } from '../../../preload/analysis/instruction-score.ts'
import { resliceRecorded } from '../../../preload/analysis/salient-map.ts'
import { readSafetensors } from '../../helpers/read-safetensors.ts'

const folder = '../shared/paper'
const isMissing = !existsSync(folder)
const because = isMissing ? ` (skipped: folder ${folder} is missing)` : ''

interface Case {
  readonly id: string
  readonly dataset: string
  readonly rating: number | null
  readonly nResponseTokens: number
  readonly score: number
}

interface Group {
  readonly n: number
  readonly mean: number
  readonly sd: number
}

interface Expected {
  [dataset: string]: {
    pretrained_vs_tuned: { 'llama-7b': Group; 'vicuna-7b': Group; p_less: number }
    unfollowed_vs_followed: { unfollowed: Group; followed: Group; p_less: number }
  }
}

const readJson = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))

/** The instruction scores that this program gives for the recorded maps of one model. */
function scoreCases(model: string): Case[] {
  const maps = readSafetensors(`${folder}/${model}.safetensors`)
  const lines = readFileSync(`${folder}/${model}.jsonl`, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const entry = JSON.parse(line) as {
      case: string
      dataset: string
      rating: number | null
      instruction_tokens: number[]
    }
    const { data, shape } = maps.get(entry.case)!
    const recorded = { data: Uint8Array.from(data), rows: shape[0]!, columns: shape[1]! }
    const map = resliceRecorded(recorded, { levels: 10, threshold: 7 })
    const score = instructionScore(importanceDensity(map, 4), entry.instruction_tokens)!
    return { id: `${model}/${entry.case}`, ...entry, nResponseTokens: recorded.columns, score }
  })
}

/** Figures are recorded with four decimals, p-values with four digits. */
function expectGroup(found: readonly number[], expected: Group): void {
  expect(found).toHaveLength(expected.n)
  expect(Math.abs(mean(found) - expected.mean)).toBeLessThan(0.6e-4)
  expect(Math.abs(populationSd(found) - expected.sd)).toBeLessThan(0.6e-4)
}

function expectTest(x: readonly number[], y: readonly number[], pLess: number): void {
  const result = welchTest(x, y, 'less')
  if (result.kind !== 'tested') throw new Error(result.reason)
  expect(Math.abs(result.p / pLess - 1)).toBeLessThan(1e-3)
}

describe("the paper's own 7B runs", () => {
  const models = isMissing ? null : { base: scoreCases('llama-7b'), tuned: scoreCases('vicuna-7b') }
  const expected = isMissing ? null : (readJson('expected.json') as Expected)
  const scoresOf = (cases: readonly Case[]): number[] => cases.map(({ score }) => score)

  it.skipIf(isMissing)(`give all 1,104 instruction scores${because}`, () => {
    const scores = readJson('scores.json') as Record<string, number>
    const cases = [...models!.base, ...models!.tuned]
    expect(cases).toHaveLength(1104)
    expect(Object.keys(scores)).toHaveLength(1104)
    for (const { id, score } of cases) {
      // Recorded with six decimals.
      expect(Math.abs(score - scores[id]!), id).toBeLessThan(1e-6)
    }
  })

  it.skipIf(isMissing)(`give the table of pre-trained against tuned${because}`, () => {
    for (const [dataset, { pretrained_vs_tuned: table }] of Object.entries(expected!)) {
      const base = scoresOf(models!.base.filter((entry) => entry.dataset === dataset))
      const tuned = scoresOf(models!.tuned.filter((entry) => entry.dataset === dataset))
      expectGroup(base, table['llama-7b'])
      expectGroup(tuned, table['vicuna-7b'])
      expectTest(base, tuned, table.p_less)
    }
    expect(Object.keys(expected!)).toEqual(['self-instruct', 'lima'])
  })

  it.skipIf(isMissing)(`give the table of unfollowed against followed${because}`, () => {
    for (const [dataset, { unfollowed_vs_followed: table }] of Object.entries(expected!)) {
      const rated = models!.tuned.filter(
        (entry) =>
          entry.dataset === dataset && (entry.rating ?? 0) >= 1 && entry.nResponseTokens >= 5
      )
      const unfollowed = scoresOf(rated.filter(({ rating }) => rating === 1))
      const followed = scoresOf(rated.filter(({ rating }) => rating! >= 2))
      expectGroup(unfollowed, table.unfollowed)
      expectGroup(followed, table.followed)
      expectTest(unfollowed, followed, table.p_less)
    }
  })
})
