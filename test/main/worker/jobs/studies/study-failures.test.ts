import { describe, expect, it } from 'vitest'
import { defaultSalience } from '../../../../../preload/analysis/salience-settings.ts'
import { caseScores } from '../../../../../preload/analysis/studies/case-scores.ts'
import type { StudyCasePart } from '../../../../../preload/analysis/studies/record.ts'
import { partOfResult } from '../../../../../main/worker/jobs/unit-result.ts'
import { changeJson, copyCheckpoint } from '../../../../helpers/checkpoint-copy.ts'
import { readGolden } from '../../../../helpers/goldens.ts'
import { runJob } from '../../../../helpers/run-job.ts'
import {
  studyData,
  studyOf,
  studySpec,
  writeRows,
  type StudyRow
} from '../../../../helpers/study-job.ts'
import { runUnits } from '../../../../helpers/unit-runs.ts'

const pair = { base: 'llama', tuned: 'llama-tuned' } as const
const good: StudyRow = {
  case: 'good',
  prompt: 'Say it in French: bread',
  response: 'pain',
  instruction: 'Say it'
}

/** A copy whose very first token ends a response: it always writes nothing. */
async function silentModel(): Promise<string> {
  const folder = copyCheckpoint('llama')
  const all = Array.from({ length: 512 }, (_, id) => id)
  changeJson(folder, 'config.json', () => ({ eos_token_id: all }))
  changeJson(folder, 'generation_config.json', () => ({ eos_token_id: all }))
  return folder
}

describe('cases that cannot run', () => {
  it('are listed with their reason, and the others are done', async () => {
    const long = { ...good, case: 'long', prompt: `Say it ${'very '.repeat(300)}loud` }
    const data = writeRows([good, long, { ...good, case: 'second' }])
    const record = studyOf(await runJob(studySpec(pair, data)))
    expect(record.failures.map(({ case: index, role }) => [index, role])).toEqual([
      [1, 'base'],
      [1, 'tuned']
    ])
    expect(record.failures[0]!.problem).toMatch(/tokens, expected at most 256/)
    expect([...record.runs[0]!.sides[0]!.state]).toEqual([1, 2, 1])
    expect(record.parts).not.toContain('case/base/1')
    expect(record.isPartial).toBe(false)
    expect(caseScores(record, 'own', 'base', defaultSalience)[1]).toBeNaN()
  })

  it('lack one mode where only that cannot run', async () => {
    const data = writeRows([good, { ...good, case: 'open', response: null }])
    const { units, result } = await runUnits(studySpec(pair, data))
    const record = studyOf(result)
    expect(record.failures).toEqual([
      { case: 1, role: 'base', problem: 'same response: the data set gives no response' },
      { case: 1, role: 'tuned', problem: 'same response: the data set gives no response' }
    ])
    const state = (mode: string) => [
      ...record.runs.find((run) => run.mode === mode)!.sides[0]!.state
    ]
    expect(state('own')).toEqual([1, 1])
    expect(state('same')).toEqual([1, 2])
    expect(state('length-matched')).toEqual([1, 1])
    const unit = units.find(({ unitId }) => unitId === 'case/base/1')!
    const part = partOfResult<StudyCasePart>(unit.result)
    expect(part.failure).toBeNull()
    expect(part.leftOut).toEqual([{ mode: 'same', problem: 'the data set gives no response' }])
  })

  it('of the model that writes for both leave the other without a response', async () => {
    const folder = copyCheckpoint('llama-tuned')
    changeJson(folder, 'config.json', () => ({ max_position_embeddings: 40 }))
    const long = { ...good, case: 'long', prompt: `Say it ${'very '.repeat(30)}loud` }
    const changes = { modes: ['same'], sameResponse: 'tuned' } as const
    const spec = studySpec({ base: 'llama', tuned: folder }, writeRows([good, long]), changes)
    const { failures } = studyOf(await runJob(spec))
    expect(failures.map(({ case: index, role }) => [index, role])).toEqual([
      [1, 'base'],
      [1, 'tuned']
    ])
    expect(failures[0]!.problem).toMatch(/^no response of the tuned model: .*expected at most 40/)
  })

  it('may be all of them: the study still ends and says so', async () => {
    const data = writeRows([{ ...good, response: null }])
    const record = studyOf(await runJob(studySpec(pair, data, { modes: ['same'] })))
    expect(record.failures.length).toBe(2)
    expect(record.parts).toEqual([])
    expect(record.isPartial).toBe(false)
  })
})

describe('empty responses', () => {
  it('written by a model are no failure and score 0', async () => {
    const spec = studySpec({ base: await silentModel(), tuned: 'llama-tuned' }, studyData)
    const record = studyOf(await runJob(spec))
    expect(record.failures).toEqual([])
    const [own, , matched] = record.runs
    expect([...own!.sides[0]!.state]).toEqual([1, 1, 1, 1])
    expect([...own!.sides[0]!.nResponse]).toEqual([0, 0, 0, 0])
    expect([...matched!.sides[1]!.nResponse]).toEqual([0, 0, 0, 0])
    const scores = caseScores(record, 'own', 'base', defaultSalience)
    expect([...scores]).toEqual([0, 0, NaN, 0])
  })

  it('given by the data set score 0 as well', async () => {
    const data = writeRows(
      [{ ...good, response: '' }, good].map((row, i) => ({ ...row, case: `${i}` }))
    )
    const record = studyOf(await runJob(studySpec(pair, data, { modes: ['same'] })))
    expect(record.failures).toEqual([])
    expect(caseScores(record, 'same', 'tuned', defaultSalience)[0]).toBe(0)
  })
})

it('says how many responses were cut, and where they end with the context', async () => {
  const folder = copyCheckpoint('llama')
  changeJson(folder, 'config.json', () => ({ max_position_embeddings: 30 }))
  const changes = { modes: ['own'], nTokensLimit: 20 } as const
  const record = studyOf(await runJob(studySpec({ base: folder }, writeRows([good]), changes)))
  expect(record.failures).toEqual([])
  const [nPrompt, nResponse] = [
    record.runs[0]!.sides[0]!.nPrompt,
    record.runs[0]!.sides[0]!.nResponse
  ]
  expect(1 + nPrompt[0]! + nResponse[0]!).toBeLessThanOrEqual(30)
  expect(record.notes).toEqual([`base, 1 case: the response ended with the model’s context`])
  const { checkpoint } = readGolden('llama')
  const short = { modes: ['own'], nTokensLimit: 2 } as const
  const cut = studyOf(await runJob(studySpec({ base: checkpoint }, writeRows([good]), short)))
  expect(cut.notes).toEqual(['base, 1 case: the response was cut at 2 tokens'])
})

it('says that frequencies of a whole response stay where a dynamic rope is cut', async () => {
  const dynamic = { base: 'llama-dynamic', tuned: 'llama' } as const
  const record = studyOf(await runJob(studySpec(dynamic, writeRows([good]))))
  expect(record.notes).toContain(
    'base: length-matched maps keep the rotary frequencies of the whole response (dynamic rope)'
  )
  expect(record.notes.some((note) => note.startsWith('tuned: length-matched'))).toBe(false)
})
