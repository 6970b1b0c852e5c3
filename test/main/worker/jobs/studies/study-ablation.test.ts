import { describe, expect, it } from 'vitest'
import type { AblationSide, StudyCasePart } from '../../../../../preload/analysis/studies/record.ts'
import { partOfResult } from '../../../../../main/worker/jobs/unit-result.ts'
import { logitsTolerance } from '../../../../helpers/close.ts'
import { studyData, studyOf, studySpec, writeRows } from '../../../../helpers/study-job.ts'
import { runJob } from '../../../../helpers/run-job.ts'
import { caseMapping } from '../../../../helpers/study-job-settings.ts'
import { runUnits } from '../../../../helpers/unit-runs.ts'

const pair = { base: 'llama', tuned: 'llama-tuned' } as const

function lengthsOf(side: AblationSide) {
  const { caseOf, nLayers } = side
  const rows = [side.spanOf, side.nWords, side.nResponse, side.logProbability]
  const more = [side.withoutInstruction, side.withoutContext]
  expect([...rows, ...more].map(({ length }) => length)).toEqual(Array(6).fill(caseOf.length))
  expect(side.hiddenInstruction.length).toBe(caseOf.length * nLayers)
  expect(side.hiddenContext.length).toBe(caseOf.length * nLayers)
}

describe.each(['remove', 'mask', 'replace'] as const)('a study that words are %sd in', (method) => {
  it('has a row a span with all numbers, and says what it left out', async () => {
    const changes = { ablation: { method, seed: 1 } } as const
    const record = studyOf(await runJob(studySpec(pair, studyData, changes)))
    const { sides, leftOut, maskTokens } = record.ablation!
    expect(sides.map(({ role }) => role)).toEqual(['base', 'tuned'])
    for (const side of sides) {
      lengthsOf(side)
      expect([...side.caseOf]).toEqual([0, 1, 3])
      expect([...side.nWords]).toEqual([3, 3, 2])
      expect(side.nLayers).toBe(3)
      for (const row of side.caseOf.keys()) {
        expect(side.logProbability[row]).toBeLessThan(0)
        expect(side.withoutInstruction[row]).not.toBe(side.logProbability[row])
        expect(side.withoutContext[row]).not.toBe(side.logProbability[row])
      }
      expect(Math.min(...side.hiddenInstruction, ...side.hiddenContext)).toBeGreaterThan(0)
    }
    expect(leftOut).toEqual([
      { case: 2, role: 'base', problem: 'no instruction is known' },
      { case: 2, role: 'tuned', problem: 'no instruction is known' }
    ])
    expect(maskTokens).toEqual(method === 'mask' ? ['<unk>', '<unk>'] : null)
    const masked = record.notes.filter((note) => note.includes('stands in for a masked token'))
    expect(masked.length).toBe(method === 'mask' ? 2 : 0)
  })
})

it('is of the same response where that is run, else of the model’s own', async () => {
  const ablation = { method: 'remove', seed: 1 } as const
  const lengths = async (modes: readonly ('own' | 'same')[]) => {
    const record = studyOf(await runJob(studySpec(pair, studyData, { modes, ablation })))
    const run = record.runs.at(-1)!
    const { caseOf, nResponse } = record.ablation!.sides[0]!
    expect([...nResponse]).toEqual([...caseOf].map((index) => run.sides[0]!.nResponse[index]))
    return [...nResponse]
  }
  const own = await lengths(['own'])
  expect(await lengths(['own', 'same'])).not.toEqual(own)
})

it('finds the prompt as it is as probable as the map does', async () => {
  const changes = { modes: ['same'], ablation: { method: 'mask', seed: 1 } } as const
  const { units, result } = await runUnits(studySpec(pair, studyData, changes))
  for (const { role, caseOf, logProbability } of studyOf(result).ablation!.sides) {
    for (const [row, index] of caseOf.entries()) {
      const unit = units.find(({ unitId }) => unitId === `case/${role}/${index}`)!
      const { probability } = partOfResult<StudyCasePart>(unit.result).maps[0]!.side
      const sum = probability.reduce((total, p) => total + Math.log(p), 0)
      expect(Math.abs(logProbability[row]! / sum - 1)).toBeLessThan(logitsTolerance)
    }
  }
})

it('has a row for each of two spans, and leaves out a span with too few words beside it', async () => {
  const row = { prompt: 'go go go stop it now ok', response: 'yes', case: 'a' }
  const data = writeRows([
    { ...row, instruction: 'go' },
    { ...row, case: 'b', instruction: 'stop it now ok' }
  ])
  const spec = studySpec({ base: 'llama' }, data, {
    modes: ['same'],
    mapping: { ...caseMapping, instructionMatch: 'all' },
    ablation: { method: 'remove', seed: 1 }
  })
  const { ablation } = studyOf(await runJob(spec))
  expect([...ablation!.sides[0]!.caseOf]).toEqual([0, 0, 0])
  expect([...ablation!.sides[0]!.spanOf]).toEqual([0, 1, 2])
  expect(ablation!.leftOut).toEqual([
    { case: 1, role: 'base', problem: '3 context words, 4 needed' }
  ])
})

it('leaves out cases with an empty response, or none', async () => {
  const row = { prompt: 'Say it now or never', instruction: 'Say it' }
  const data = writeRows([
    { ...row, case: 'a', response: '' },
    { ...row, case: 'b', response: null },
    { ...row, case: 'c', response: 'now' }
  ])
  const changes = { modes: ['same'], ablation: { method: 'remove', seed: 1 } } as const
  const { ablation } = studyOf(await runJob(studySpec({ base: 'llama' }, data, changes)))
  expect(ablation!.leftOut.map(({ problem }) => problem)).toEqual([
    'the response is empty',
    'the data set gives no response'
  ])
  expect([...ablation!.sides[0]!.caseOf]).toEqual([2])
})
