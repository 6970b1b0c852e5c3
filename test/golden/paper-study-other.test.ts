/** Other recorded runs in the paper's form, made up here, against scores and tests written out plainly. */
import { expect, it, beforeAll, describe } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { datasetsOf, scoresOf } from '../../preload/analysis/studies/recorded-tables.ts'
import type { StudyRecord } from '../../preload/analysis/studies/record.ts'
import { plainDeviation, plainMean, plainWelchLess } from '../helpers/plain-welch.ts'
import { seededRandom } from '../helpers/random.ts'
import { writeRun, type MadeCase } from '../helpers/recorded-files.ts'
import { runJob } from '../helpers/run-job.ts'

const groups = ['riddles', 'recipes', 'letters to the editor']
const models = { base: 'wren-1b', tuned: 'wren-1b-chat' } as const

interface Made extends MadeCase {
  readonly dataset: string
  readonly rating: number | null
  readonly input_tokens: readonly string[]
  readonly output_tokens: readonly string[]
  readonly instruction_tokens: readonly number[]
  readonly map: readonly number[]
}

const tokens = (n: number) => Array.from({ length: n }, (_, i) => `▁t${i}`)

/** A case whose instruction weighs more after tuning; the first has an empty response in the base. */
function make(index: number, role: 'base' | 'tuned'): Made {
  const random = seededRandom(index * 2 + (role === 'base' ? 0 : 1))
  const nPrompt = 4 + (index % 5)
  // The tuned model answers at greater length; two of its answers are under 5 tokens.
  const long = (role === 'base' ? 6 : 11) + Math.floor(random() * 9)
  const nResponse = role === 'base' && index === 0 ? 0 : index % 20 === 7 ? 3 : long
  const nInstruction = 1 + (index % 3)
  const map = Array.from({ length: nPrompt * nResponse }, (_, i) => {
    const isInstruction = Math.floor(i / nResponse) < nInstruction
    const weight = isInstruction ? (role === 'tuned' ? 1.5 : 1.1) : 1
    return Math.min(10, Math.ceil(random() * 10 * weight))
  })
  return {
    case: `number ${index}`,
    dataset: groups[index % groups.length]!,
    model: models[role],
    prompt: `Prompt ${index}`,
    instruction_spans: [[0, 6]],
    instruction_tokens: Array.from({ length: nInstruction }, (_, i) => i),
    input_tokens: tokens(nPrompt),
    output_tokens: tokens(nResponse),
    rating: role === 'base' ? null : ([1, 2, 3, 0, -1, null, 1, 4] as const)[index % 8]!,
    map
  }
}

const indices = Array.from({ length: 60 }, (_, index) => index)
// One case is in the tuned model's file only.
const base = indices.filter((index) => index !== 31).map((index) => make(index, 'base'))
const tuned = indices.map((index) => make(index, 'tuned'))

/** method.md section 1 with b = 7 and p = 4, from the map itself. */
function plainScore({ input_tokens, output_tokens, instruction_tokens, map }: Made): number {
  if (output_tokens.length === 0) return 0
  const density = input_tokens.map((_, n) => {
    const row = map
      .slice(n * output_tokens.length, (n + 1) * output_tokens.length)
      .map((level) => (level > 7 ? level : 0))
    const sum = row.reduce((total, level) => total + level, 0)
    return sum / (row.reduce((total, level) => total + level ** 4, 0) ** 0.25 + 1e-9)
  })
  const largest = Math.max(...density) + 1e-9
  const chosen = instruction_tokens.reduce((sum, n) => sum + density[n]! / largest, 0)
  return chosen / Math.log2(2 + instruction_tokens.length)
}

const describeGroup = (scores: readonly number[]) => ({
  n: scores.length,
  mean: expect.closeTo(plainMean(scores), 9),
  sd: expect.closeTo(plainDeviation(scores), 9)
})

describe('recorded runs that are not the paper’s', () => {
  let folder: string
  let record: StudyRecord

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shiftlens-test-'))
    const request = {
      base: writeRun(folder, 'before', base),
      tuned: writeRun(folder, 'after', tuned)
    }
    const result = await runJob({ kind: 'study-import', request })
    if (result.kind !== 'study') throw new Error(`a ${result.kind} came out`)
    record = result.record
    return () => rmSync(folder, { recursive: true })
  })

  it('have the scores of their maps', () => {
    const scores = scoresOf(record)
    const expected = [...base, ...tuned].map((made) => [
      `${made.model}/${made.case}`,
      plainScore(made)
    ])
    expect(Object.keys(scores)).toHaveLength(expected.length)
    for (const [name, score] of expected)
      expect(scores[name!], String(name)).toBeCloseTo(+score!, 9)
  })

  it.each(groups)('have the figures of both tables for %s', (group) => {
    const of = (cases: readonly Made[], isWanted: (made: Made) => boolean = () => true) =>
      cases.filter((made) => made.dataset === group && isWanted(made)).map(plainScore)
    const isLong = ({ output_tokens }: Made) => output_tokens.length >= 5
    const unfollowed = of(tuned, (made) => isLong(made) && made.rating === 1)
    const followed = of(tuned, (made) => isLong(made) && (made.rating ?? 0) >= 2)
    const found = datasetsOf(record)[group]!
    expect(found.pretrained_vs_tuned).toEqual({
      'wren-1b': describeGroup(of(base)),
      'wren-1b-chat': describeGroup(of(tuned)),
      p_less: expect.closeTo(plainWelchLess(of(base), of(tuned)), 9)
    })
    expect(found.unfollowed_vs_followed).toEqual({
      unfollowed: describeGroup(unfollowed),
      followed: describeGroup(followed),
      p_less: expect.closeTo(plainWelchLess(unfollowed, followed), 9)
    })
  })

  it('tell the case that one file lacks', () => {
    expect(record.notes).toEqual([
      expect.stringContaining('not in before.jsonl: 1 case ("number 31")')
    ])
  })
})
