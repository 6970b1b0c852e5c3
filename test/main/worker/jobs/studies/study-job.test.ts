import { beforeAll, describe, expect, it } from 'vitest'
import { importanceDensity } from '../../../../../preload/analysis/density.ts'
import { instructionScore } from '../../../../../preload/analysis/instruction-score.ts'
import { defaultSalience } from '../../../../../preload/analysis/salience-settings.ts'
import { salientMap } from '../../../../../preload/analysis/salient-map.ts'
import { caseScores } from '../../../../../preload/analysis/studies/case-scores.ts'
import type {
  StudyCasePart,
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../../../preload/analysis/studies/record.ts'
import { partOfResult } from '../../../../../main/worker/jobs/unit-result.ts'
import { attribute } from '../../../../helpers/attribute.ts'
import { changeJson, copyCheckpoint } from '../../../../helpers/checkpoint-copy.ts'
import { failureOf } from '../../../../helpers/failure.ts'
import {
  studyData,
  studyOf,
  studyRows,
  studySpec,
  writeRows
} from '../../../../helpers/study-job.ts'
import { runUnits, type UnitsDone } from '../../../../helpers/unit-runs.ts'

const pair = { base: 'llama', tuned: 'llama-tuned' } as const
const roles = ['base', 'tuned'] as const

function partOf({ units }: UnitsDone, role: StudyRole, index: number): StudyCasePart {
  const unit = units.find(({ unitId }) => unitId === `case/${role}/${index}`)
  return partOfResult<StudyCasePart>(unit!.result)
}

function sideOf(record: StudyRecord, mode: StudyMode, role: StudyRole) {
  const run = record.runs.find((found) => found.mode === mode)!
  return run.sides.find((side) => side.role === role)!
}

describe('a study in all modes', () => {
  let done: UnitsDone
  let record: StudyRecord
  beforeAll(async () => {
    done = await runUnits(studySpec(pair, studyData))
    record = studyOf(done.result)
  })

  it('has a unit a case and model, shortest cases first, in the order of the data set in its record', () => {
    const ids = done.units.map(({ unitId }) => unitId)
    const first = ['start', 'dataset', 'fingerprint/base', 'fingerprint/tuned', 'plan/base']
    expect(ids.slice(0, 6)).toEqual([...first, 'plan/tuned'])
    const order = [2, 3, 1, 0]
    expect(ids.slice(6, -1)).toEqual([
      ...order.map((index) => `case/base/${index}`),
      ...order.map((index) => `case/tuned/${index}`)
    ])
    expect(ids.at(-1)).toBe('verify')
    expect(record.cases.map(({ caseId }) => caseId)).toEqual(studyRows.map((row) => row.case))
    expect(record.isPartial).toBe(false)
    expect(record.failures).toEqual([])
    expect(new Set(record.parts).size).toBe(8)
  })

  it.each(['own', 'same'] as const)(
    'mode %s: maps are those of an attribution alone',
    async (mode) => {
      for (const [index, row] of studyRows.entries()) {
        const alone = await attribute(pair, {
          prompt: row.prompt,
          response: mode === 'own' ? null : row.response!,
          respond: mode === 'own' ? 'own' : 'given',
          nTokensLimit: 12
        })
        for (const [i, role] of roles.entries()) {
          const { side } = partOf(done, role, index).maps.find((map) => map.mode === mode)!
          const { operations: _operations, ...expected } = alone.sides[i]!
          expect(side).toMatchObject(expected)
        }
      }
    }
  )

  it('has levels and scores that follow from the maps', () => {
    for (const mode of ['own', 'same'] as const) {
      for (const role of roles) {
        const scores = caseScores(record, mode, role, defaultSalience)
        for (const index of studyRows.keys()) {
          const { side, levels } = partOf(done, role, index).maps.find((map) => map.mode === mode)!
          const matrix = {
            data: side.importance,
            rows: side.promptPositions[1] - side.promptPositions[0],
            columns: side.responsePositions[1] - side.responsePositions[0]
          }
          expect(levels).toEqual(salientMap(matrix, { levels: 10, threshold: 0 }).data)
          const density = importanceDensity(salientMap(matrix, defaultSalience), 4)
          const tokens = instructionTokensOf(record, mode, role, index)
          if (tokens.length === 0) expect(scores[index]).toBeNaN()
          else expect(scores[index]).toBeCloseTo(instructionScore(density, tokens)!, 9)
        }
      }
    }
  })

  it('length-matched is each own map cut to the shorter response', () => {
    for (const index of studyRows.keys()) {
      const lengths = roles.map((role) => sideOf(record, 'own', role).nResponse[index]!)
      for (const role of roles) {
        const matched = sideOf(record, 'length-matched', role)
        const m = Math.min(...lengths)
        expect(matched.nResponse[index]).toBe(m)
        const { levels, side } = partOf(done, role, index).maps[0]!
        const nResponse = side.responsePositions[1] - side.responsePositions[0]
        const nPrompt = matched.nPrompt[index]!
        const from = matched.nPrompt.slice(0, index).reduce((sum, n) => sum + n, 0)
        for (let n = 0; n < nPrompt; n++) {
          const row = [...levels.slice(n * nResponse, n * nResponse + m)]
          const counts = Array.from({ length: 10 }, (_, l) => row.filter((s) => s === l + 1).length)
          expect([...matched.levelCounts.slice((from + n) * 10, (from + n + 1) * 10)]).toEqual(
            counts
          )
        }
      }
    }
  })

  it('has a title and key fields with the data set’s hash', () => {
    const { result } = done
    if (result?.kind !== 'study') throw new Error('no study')
    expect(result.title).toBe('cases.jsonl: 4 cases')
    expect(result.keyFields['dataset']).toBe(record.dataset.sha256)
    expect(result.parts).toEqual(record.parts)
  })
})

/** Prompt tokens that the record calls the instruction's. */
function instructionTokensOf(record: StudyRecord, mode: StudyMode, role: StudyRole, index: number) {
  const { nPrompt, tokenClass } = sideOf(record, mode, role)
  const from = nPrompt.slice(0, index).reduce((sum, n) => sum + n, 0)
  const classes = [...tokenClass.slice(from, from + nPrompt[index]!)]
  return classes.flatMap((of, n) => (of === 1 ? [n] : []))
}

describe('the same response from a model', () => {
  it('is written by that model first, and attributed once where it is its own too', async () => {
    const changes = { modes: ['own', 'same'], sameResponse: 'tuned' } as const
    const done = await runUnits(studySpec(pair, studyData, changes))
    const ids = done.units.map(({ unitId }) => unitId).filter((id) => id.startsWith('case/'))
    expect(ids[0]).toBe('case/tuned/2')
    for (const index of studyRows.keys()) {
      const [own, same] = partOf(done, 'tuned', index).maps
      expect(same).toEqual({ ...own!, mode: 'same' })
      const given = partOf(done, 'base', index).maps[1]!
      expect(given.side.response).toBe(own!.side.response)
    }
  })

  it('is the only one written where no model is attributed on its own', async () => {
    const changes = { modes: ['same'], sameResponse: 'base' } as const
    let writes = 0
    const context = { writeText: () => void writes++ }
    const { units, result } = await runUnits(studySpec(pair, studyData, changes), { context })
    expect(writes).toBeGreaterThan(0)
    expect(studyOf(result).runs.map(({ mode }) => mode)).toEqual(['same'])
    const before = units.findIndex(({ unitId }) => unitId === 'case/tuned/2')
    writes = 0
    await runUnits(studySpec(pair, studyData, changes), { from: units.slice(0, before), context })
    expect(writes).toBe(0)
  })
})

it('streamed gives the very bytes that resident gives', async () => {
  const [resident, streamed] = await Promise.all(
    (['resident', 'streamed'] as const).map((memory) =>
      runUnits(studySpec(pair, studyData, { memory }))
    )
  )
  for (const index of studyRows.keys()) {
    const maps = [resident!, streamed!].map((done) => partOf(done, 'tuned', index).maps)
    expect(maps[1]!.map(({ side }) => side.importance)).toEqual(
      maps[0]!.map(({ side }) => side.importance)
    )
    expect(maps[1]!.every(({ side }) => side.isStreamed)).toBe(true)
  }
})

it('one model alone is a study too', async () => {
  const { result } = await runUnits(studySpec({ tuned: 'llama' }, studyData, { modes: ['own'] }))
  expect(studyOf(result).sides.map(({ role }) => role)).toEqual(['tuned'])
})

it('in a chat template has the maps of an attribution in it, and the template’s tokens special', async () => {
  const folder = copyCheckpoint('llama')
  changeJson(folder, 'tokenizer_config.json', () => ({
    chat_template: "user says: {{ messages[0]['content'] }} it replies: "
  }))
  const changes = { modes: ['same'], useChatTemplate: true, nTokensLimit: 12 } as const
  const done = await runUnits(studySpec({ base: folder }, studyData, changes))
  const record = studyOf(done.result)
  expect(record.failures).toEqual([])
  const { side } = partOf(done, 'base', 0).maps[0]!
  const { prompt, response } = studyRows[0]!
  const settings = { prompt, response: response!, respond: 'given', useChatTemplate: true } as const
  const alone = await attribute({ base: folder }, settings)
  expect(side.importance).toEqual(alone.sides[0]!.importance)
  const { tokenClass, nPrompt } = sideOf(record, 'same', 'base')
  const special = [...tokenClass.slice(0, nPrompt[0])].map((of) => of === 2)
  expect(special).toEqual(side.isSpecial.slice(...side.promptPositions))
  expect(special).toContain(true)
})

describe('a request that cannot run', () => {
  const data = '/nowhere/cases.jsonl'
  it.each([
    ['no model', studySpec({}, data), 'no model given'],
    ['no mode', studySpec(pair, data, { modes: [] }), 'modes: none given'],
    ['a mode twice', studySpec(pair, data, { modes: ['own', 'own'] }), 'expected each once'],
    [
      'length matching with one model',
      studySpec({ base: 'llama' }, data),
      'length-matched with one model'
    ],
    [
      'a response of a model that is not open',
      studySpec({ base: 'llama' }, data, { modes: ['same'], sameResponse: 'tuned' }),
      'no tuned model is open'
    ],
    ['no cases', studySpec(pair, data, { nCasesLimit: 0 }), 'number of cases: 0'],
    ['half a token', studySpec(pair, data, { nTokensLimit: 0.5 }), 'limit of a response in tokens'],
    [
      'a seed below 0',
      studySpec(pair, data, { ablation: { method: 'remove', seed: -1 } }),
      'seed: -1'
    ],
    ['a file that is not there', studySpec(pair, data), 'cases.jsonl']
  ])('for %s says so', async (_, spec, message) => {
    const error = await failureOf(() => runUnits(spec))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain(message)
  })

  it('for a file without a sound row names the first bad one', async () => {
    const data = writeRows([{ case: 'a', prompt: ' ', response: 'x', instruction: null }])
    const error = await failureOf(() => runUnits(studySpec(pair, data)))
    expect(error.message).toContain('no sound row among 1')
    expect(error.message).toContain('line 1')
  })

  it('for a chat template that is not there stops before the first case', async () => {
    const error = await failureOf(() =>
      runUnits(studySpec(pair, studyData, { useChatTemplate: true }))
    )
    expect(error.message).toContain('has no chat template')
  })
})
