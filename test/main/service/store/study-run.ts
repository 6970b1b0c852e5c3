/** A made-up study as a job leaves it: its record, and its parts as they are and as units. */
import type { StudyPart } from '../../../../main/service/store/records/study-part-schema.ts'
import type { Store } from '../../../../main/service/store/store.ts'
import type { FinishedUnit } from '../../../../main/worker/contract.ts'
import type { StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { layerResult } from '../../../helpers/fake-heads-job.ts'
import { fakeCasePart, fakeRecordedPart } from '../../../helpers/fake-study.ts'
import { makeFakeStudy, type FakeStudyOptions } from '../../../helpers/study-record.ts'
import { addJob } from './open-store.ts'

export const recordedBlock = 5

export interface StudyShape extends FakeStudyOptions {
  readonly title?: string
  /** Tells this run's bytes from those of another one. */
  readonly seconds?: number
}

export function studyRun(shape: StudyShape = {}) {
  const { title = 'Forty cases', seconds = 1, ...options } = shape
  const fake = makeFakeStudy(options)
  const made = fake.record()
  const parts = made.source === 'recorded' ? recordedParts(options) : computedParts(options)
  const record: StudyRecord = { ...made, seconds, parts: parts.map(({ partId }) => partId) }
  const units = parts.map(({ partId, part }): FinishedUnit => ({
    unitId: partId,
    result: layerResult(part)
  }))
  const keyFields = { title, kind: 'study' }
  const result = { kind: 'study', keyFields, title, record, parts: record.parts } as const
  return { fake, record, parts, units, result }
}

interface MadePart {
  readonly partId: string
  readonly part: StudyPart
}

function computedParts(options: FakeStudyOptions): MadePart[] {
  const fake = makeFakeStudy(options)
  const { sides, cases, runs } = fake.record()
  const modes = (['own', 'same'] as const).filter((mode) => runs.some((run) => run.mode === mode))
  return sides.flatMap(({ role }) =>
    cases.map((_, index) => ({
      partId: `case/${role}/${index}`,
      part: fakeCasePart(fake, index, role, modes)
    }))
  )
}

function recordedParts(options: FakeStudyOptions): MadePart[] {
  const fake = makeFakeStudy(options)
  const { sides, cases } = fake.record()
  const nBlocks = Math.ceil(cases.length / recordedBlock)
  return sides.flatMap(({ role }) =>
    Array.from({ length: nBlocks }, (_, block) => {
      const from = block * recordedBlock
      const nCases = Math.min(recordedBlock, cases.length - from)
      return {
        partId: `recorded/${role}/${block}`,
        part: fakeRecordedPart(fake, role, from, nCases)
      }
    })
  )
}

/** Runs it as a job: units first, then the result. */
export function putStudy(store: Store, jobId: string, shape: StudyShape = {}): string {
  const { units, result } = studyRun(shape)
  addJob(store, jobId)
  store.units.commit(jobId, { unitId: 'dataset', result: { values: { jobId }, arrays: {} } })
  for (const unit of units) store.units.commit(jobId, unit)
  return store.results.finish(jobId, result)
}
