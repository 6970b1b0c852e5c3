import { describe, expect, it } from 'vitest'
import {
  parseStudyPartId,
  studyPartId
} from '../../../../../main/service/store/records/study-part-id.ts'
import { parseStudyPart } from '../../../../../main/service/store/records/study-part-schema.ts'
import type {
  StudyCasePart,
  StudyRecordedPart
} from '../../../../../preload/analysis/studies/record.ts'
import { appErrorOf } from '../../../../helpers/app-error.ts'
import { recordedBlock, studyRun } from '../study-run.ts'
import { refuses } from './refuses.ts'

const computed = studyRun({ nCases: 4, nFailed: 1 })
const recorded = studyRun({ nCases: 7, source: 'recorded', modes: ['own', 'length-matched'] })

it('takes the parts of a study as they are, against its record and alone', () => {
  for (const { record, parts } of [computed, recorded]) {
    for (const { partId, part } of parts) {
      const later = { ...part, later: Float32Array.of(1) }
      expect(parseStudyPart(later, partId, record)).toEqual(later)
      expect(parseStudyPart(later, partId, null)).toEqual(later)
    }
  }
})

it('names parts by what they hold, and nothing else is a part', () => {
  for (const id of ['case/base/0', 'case/tuned/1103', 'recorded/tuned/17']) {
    const part = parseStudyPartId(id)
    expect(part && studyPartId(part)).toBe(id)
  }
  const foreign = ['', 'layer/1', 'case/both/1', 'case/base/', 'case/base/-1', 'case/base/01']
  for (const id of [...foreign, ' case/base/1', 'case/base/1\n', 'case/base/9999999999']) {
    expect(parseStudyPartId(id)).toBeNull()
  }
  expect(appErrorOf(() => parseStudyPart({}, 'layer/1', null))).toMatchObject({
    message: 'part "layer/1": not one of a study'
  })
})

const casePart = computed.parts[1]!.part as StudyCasePart
const [map, same] = casePart.maps
const withMap = (changes: object) => ({ maps: [{ ...map!, ...changes }, same] })
const withMapSide = (changes: object) => withMap({ side: { ...map!.side, ...changes } })
const ofRecord = (partId: string) => (value: unknown) =>
  parseStudyPart(value, partId, computed.record)

describe('of a computed case, refuses', () => {
  refuses(ofRecord('case/base/1'), casePart, {
    'another case': [{ case: 2 }, /is of base, case 2/],
    'another model': [{ role: 'tuned' }, /is of tuned, case 1/],
    'maps of a failure': [{ failure: 'too long' }, /has failed, with maps/],
    'a mode twice': [{ maps: [map, map] }, /one mode twice/],
    'a map of length matching, which is a cut of another': [
      withMap({ mode: 'length-matched' }),
      /maps\.0\.mode/
    ],
    'no levels': [withMap({ levels: undefined }), /levels/],
    'levels of another size': [withMap({ levels: map!.levels.slice(1) }), /own: levels has/],
    'a level above ten': [withMap({ levels: map!.levels.map(() => 11) }), /levels is 11 at 0/],
    'a side of the other model': [withMapSide({ role: 'tuned' }), /own: is of tuned/],
    'importance of another size': [
      withMapSide({ importance: map!.side.importance.slice(1) }),
      /importance has/
    ],
    'importance that is no number': [
      withMapSide({ importance: map!.side.importance.map(() => NaN) }),
      /importance is NaN at 0/
    ],
    'a response before its prompt': [
      withMapSide({ responsePositions: [0, map!.side.probability.length] }),
      /response positions/
    ]
  })
  it('a map of another size than its record counts', () => {
    const other = computed.parts[0]!.part as StudyCasePart
    expect(() => ofRecord('case/base/1')({ ...other, case: 1 })).toThrowError(
      /own: has \d+ × \d+ tokens, expected \d+ × \d+/
    )
  })
})

const block = recorded.parts[1]!.part as StudyRecordedPart
const [recordedCase, ...rest] = block.cases
const withCase = (changes: object) => ({ cases: [{ ...recordedCase!, ...changes }, ...rest] })

describe('of recorded cases, refuses', () => {
  refuses((value) => parseStudyPart(value, 'recorded/base/1', recorded.record), block, {
    'another model': [{ role: 'tuned' }, /is of tuned/],
    'cases past the last': [{ from: recordedBlock + 1 }, /holds cases to 7 of 7/],
    'cases of another place': [{ from: 0 }, /case 0: has \d+ × \d+ tokens, expected/],
    'a map of another size': [
      withCase({ map: (recordedCase!.map as Uint8Array).slice(1) }),
      /case 5: levels has/
    ],
    'a level above ten': [
      withCase({ map: (recordedCase!.map as Uint8Array).map(() => 11) }),
      /levels is 11/
    ],
    'importance that is no number': [
      withCase({ map: Float32Array.from(recordedCase!.map, () => NaN) }),
      /map is NaN at 0/
    ],
    'a map as a list': [withCase({ map: [...recordedCase!.map] }), /map/],
    'an instruction past the prompt': [
      withCase({ instructionTokens: [recordedCase!.promptTokens.length] }),
      /instructionTokens is \d+ at 0/
    ]
  })
})
