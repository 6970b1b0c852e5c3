import { beforeAll, describe, expect, it } from 'vitest'
import type {
  StudyCasePart,
  StudyRecord,
  StudySettings
} from '../../../../../preload/analysis/studies/record.ts'
import { partOfResult } from '../../../../../main/worker/jobs/unit-result.ts'
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
const ablation = { method: 'remove', seed: 3 } as const
const earlier = 'earlier'

/** Runs a study beside a stored one; tells which parts were read, and how many responses written. */
async function runAfter(
  first: UnitsDone,
  spec: ReturnType<typeof studySpec>,
  change: (record: StudyRecord) => StudyRecord = (record) => record
) {
  const asked: string[] = []
  let written = 0
  const done = await runUnits(spec, {
    context: {
      writeText: ({ isComplete }) => void (written += isComplete ? 1 : 0),
      readStudy: async () => change(studyOf(first.result)),
      readStudyPart: async (_resultId, partId) => {
        asked.push(partId)
        const unit = first.units.find(({ unitId }) => unitId === partId)!
        return partOfResult<StudyCasePart>(unit.result)
      }
    }
  })
  return { ...done, asked, written }
}

function unitOf({ units }: UnitsDone, unitId: string) {
  return units.find((unit) => unit.unitId === unitId)!.result
}

describe('a study after another one', () => {
  let first: UnitsDone
  beforeAll(async () => {
    first = await runUnits(studySpec(pair, studyData, { ablation }))
  })
  const after = (changes: Partial<StudySettings> = {}) => ({
    ablation,
    previous: earlier,
    ...changes
  })

  it('takes over its cases and their ablation, and writes for the new one alone', async () => {
    const rows = [{ ...studyRows[3]!, case: 'new one' }, ...studyRows]
    const spec = studySpec(pair, writeRows(rows), after())
    const { asked, written, ...done } = await runAfter(first, spec)
    expect(asked.length).toBe(8)
    expect(written).toBe(2)
    const record = studyOf(done.result)
    expect(record.cases.length).toBe(5)
    expect(record.failures).toEqual([])
    for (const role of ['base', 'tuned'] as const) {
      for (const index of studyRows.keys()) {
        const now = unitOf(done, `case/${role}/${index + 1}`)
        const then = unitOf(first, `case/${role}/${index}`)
        expect(now.arrays).toEqual(then.arrays)
        expect(now.values['case']).toBe(index + 1)
        expect(unitOf(done, `ablation/${role}/${index + 1}`).arrays).toEqual(
          unitOf(first, `ablation/${role}/${index}`).arrays
        )
      }
    }
  })

  it('gives the record of a run of all cases', async () => {
    const rows = [...studyRows, { ...studyRows[3]!, case: 'new one' }]
    const data = writeRows(rows)
    const taken = studyOf((await runAfter(first, studySpec(pair, data, after()))).result)
    const whole = studyOf((await runUnits(studySpec(pair, data, { ablation }))).result)
    expect(taken.runs).toEqual(whole.runs)
    expect(taken.ablation).toEqual(whole.ablation)
  })

  it('runs a case again that is another under the same name', async () => {
    const rows = studyRows.map((row) => (row.case === 'dog' ? { ...row, response: 'Autre.' } : row))
    const { asked } = await runAfter(first, studySpec(pair, writeRows(rows), after()))
    expect(asked).not.toContain('case/base/1')
    expect(asked).toContain('case/base/0')
  })

  it('runs a case again that failed', async () => {
    const change = (record: StudyRecord) => ({
      ...record,
      parts: record.parts.filter((partId) => partId !== 'case/tuned/2')
    })
    const { asked, ...done } = await runAfter(first, studySpec(pair, studyData, after()), change)
    expect(asked).not.toContain('case/tuned/2')
    expect(unitOf(done, 'case/tuned/2').arrays).toEqual(unitOf(first, 'case/tuned/2').arrays)
  })

  it('runs cases again for a mode that the earlier one did not have', async () => {
    const own = await runUnits(studySpec(pair, studyData, { modes: ['own'] }))
    const spec = studySpec(pair, studyData, { modes: ['own', 'same'], previous: earlier })
    const record = studyOf((await runAfter(own, spec)).result)
    expect(record.failures).toEqual([])
    expect([...record.runs[1]!.sides[0]!.state]).toEqual([1, 1, 1, 1])
  })

  it('runs cases again of another tokenizer beside the same weights', async () => {
    const folder = copyCheckpoint('llama')
    // Without the post-processor no BOS is put before the text: other ids.
    changeJson(folder, 'tokenizer.json', () => ({ post_processor: null }))
    const changes = { modes: ['same'], previous: earlier } as const
    const base = await runUnits(studySpec({ base: 'llama' }, studyData, { modes: ['same'] }))
    const done = await runAfter(base, studySpec({ base: folder }, studyData, changes))
    expect(done.asked.length).toBe(4)
    const { ids } = partOfResult<StudyCasePart>(unitOf(done, 'case/base/0')).maps[0]!.side
    const then = partOfResult<StudyCasePart>(unitOf(base, 'case/base/0')).maps[0]!.side
    expect(ids).toEqual(then.ids.slice(1))
  })

  it.each([
    ['another limit', { nTokensLimit: 5 }, 'has nTokensLimit 12, expected 5'],
    ['another direction', { direction: 'forward' }, 'has direction auto, expected forward'],
    ['other threads', { nThreads: 1 }, 'ran on cpu with 2 threads, expected cpu with 1']
  ] as const)('is refused after one with %s', async (_, changes, message) => {
    const error = await failureOf(() => runAfter(first, studySpec(pair, studyData, after(changes))))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain(message)
  })

  it('is refused after one of another model, config or program, or of recorded runs', async () => {
    const refused = async (change: (record: StudyRecord) => StudyRecord) =>
      (await failureOf(() => runAfter(first, studySpec(pair, studyData, after()), change))).message
    const side = (field: object) => (record: StudyRecord) => ({
      ...record,
      sides: record.sides.map((known) => ({ ...known, ...field }))
    })
    expect(await refused(side({ fingerprint: 'other' }))).toContain('is of another base model')
    expect(await refused(side({ configHash: 'other' }))).toContain('is of another base model')
    const versions = (record: StudyRecord) => ({ ...record, versions: { method: '0' } })
    expect(await refused(versions)).toContain('was computed by method 0')
    const recorded = (record: StudyRecord) => ({ ...record, settings: null })
    expect(await refused(recorded)).toContain('has recorded maps, expected computed ones')
  })

  it('has a key of its own', async () => {
    const key = ({ result }: UnitsDone) => (result?.kind === 'study' ? result.keyFields : null)
    const second = await runAfter(first, studySpec(pair, studyData, after()))
    expect(key(second)).toEqual({ ...key(first), previous: earlier })
  })
})
