import { expect, it } from 'vitest'
import { AppError } from '../../../../main/errors.ts'
import { soundCasePart } from '../../../../main/service/studies/sound-case-part.ts'
import type { StudyPart } from '../../../../main/service/store/records/study-part-schema.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { studyRun } from '../store/study-run.ts'

const { record, parts } = studyRun({ nCases: 2 })

const reader = (studyPart: (partId: string) => StudyPart) => ({
  study: () => record,
  studyPart: (_: string, partId: string) => studyPart(partId)
})
const throwing = (code: 'store/unavailable' | 'internal') =>
  reader(() => {
    throw new AppError(code, 'no')
  })

it('reads a case that may be taken over', () => {
  const { partId, part } = parts[1]!
  expect(
    soundCasePart(
      reader(() => part),
      'x',
      partId
    )
  ).toBe(part)
})

it('has none where the study has none, or it is damaged, or was recorded', () => {
  expect(soundCasePart(throwing('internal'), 'x', 'case/base/9')).toBeNull()
  expect(soundCasePart(throwing('store/unavailable'), 'x', 'case/base/0')).toBeNull()
  const recorded = studyRun({ nCases: 2, source: 'recorded', modes: ['own'] })
  const results = { study: () => recorded.record, studyPart: () => recorded.parts[0]!.part }
  expect(soundCasePart(results, 'x', 'recorded/base/0')).toBeNull()
})

it('does not take another error for damage', () => {
  expect(appErrorOf(() => soundCasePart(throwing('internal'), 'x', 'case/base/0'))).toMatchObject({
    code: 'internal'
  })
})
