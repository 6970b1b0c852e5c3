import type { StudyPart } from '../../main/service/store/records/study-part-schema.ts'
import type { DoneUnits } from '../../main/worker/job.ts'
import { layerResult } from './fake-heads-job.ts'
import type { FakeKind, FakePlan } from './fake-job.ts'
import { fakeCasePart, fakeRecordedPart } from './fake-study.ts'
import { makeFakeStudy } from './study-record.ts'

/** Of the base alone, as many cases as there are units. Its row is a field of the part that nothing knows. */
export function fakeStudy(plan: FakePlan): FakeKind {
  const fake = makeFakeStudy({ nCases: plan.nUnits, roles: ['base'], modes: ['own', 'same'] })
  return studyKind(plan, 'case/base', fake.record, (index) => fakeCasePart(fake, index, 'base'))
}

/** The same of recorded runs, a case a block. */
export function fakeStudyImport(plan: FakePlan): FakeKind {
  const fake = makeFakeStudy({
    ...{ nCases: plan.nUnits, roles: ['base'], modes: ['own'], source: 'recorded' }
  })
  const record: typeof fake.record = (nDone) => {
    const made = fake.record(nDone)
    return { ...made, parts: made.parts.map((partId) => partId.replace(/^case/, 'recorded')) }
  }
  return studyKind(plan, 'recorded/base', record, (index) =>
    fakeRecordedPart(fake, 'base', index, 1)
  )
}

function studyKind(
  plan: FakePlan,
  unit: string,
  record: ReturnType<typeof makeFakeStudy>['record'],
  partOf: (index: number) => StudyPart
): FakeKind {
  const keyFields = { ...plan, analysis: unit }
  const recordOf = (done: DoneUnits, isPartial: boolean) => ({ ...record(done.size), isPartial })
  return {
    unit,
    rowName: 'row',
    pack: (row, index) => layerResult({ ...partOf(index), row }),
    keyFields: () => keyFields,
    record: (done, isPartial) => ({ kind: 'study', record: recordOf(done, isPartial) }),
    finish: (done) => ({
      kind: 'study',
      keyFields,
      title: 'fake study',
      record: recordOf(done, false),
      parts: [...done.keys()]
    })
  }
}
