/** What a stored or imported part of a study must be before anything reads it. */
import * as v from 'valibot'
import { countedLevels } from '../../../../preload/analysis/studies/record.ts'
import type {
  RecordedCase,
  StudyCasePart,
  StudyMode,
  StudyRecord,
  StudyRecordedPart
} from '../../../../preload/analysis/studies/record.ts'
import { AppError } from '../../../errors.ts'
import { assertSide, attributionSide } from './attribution-schema.ts'
import { assertFinite, assertLengths, assertWithin, count, invalid, parseFields } from './fields.ts'
import { role } from './label-schema.ts'
import { parseStudyPartId, type StudyPartId } from './study-part-id.ts'

export type StudyPart = StudyCasePart | StudyRecordedPart

const mode = v.picklist(['own', 'same'])

// Loose objects, so that a field that a later version adds survives storing and export.
const casePart = v.looseObject({
  role,
  case: count,
  failure: v.nullable(v.string()),
  leftOut: v.array(v.looseObject({ mode, problem: v.string() })),
  notes: v.array(v.string()),
  maps: v.pipe(
    v.array(v.looseObject({ mode, side: attributionSide, levels: v.instance(Uint8Array) })),
    v.maxLength(2)
  )
})

const recordedPart = v.looseObject({
  role,
  from: count,
  cases: v.array(
    v.looseObject({
      promptTokens: v.array(v.string()),
      responseTokens: v.array(v.string()),
      instructionTokens: v.array(count),
      map: v.union([v.instance(Uint8Array), v.instance(Float32Array)])
    })
  )
})

/**
 * @param record  whose part it is; null while it is still to come: the part is then checked by itself
 * @throws AppError `request/invalid` naming the field, what was found and what was expected
 */
export function parseStudyPart(
  value: unknown,
  partId: string,
  record: StudyRecord | null
): StudyPart {
  const id = parseStudyPartId(partId)
  if (id === null) throw new AppError('request/invalid', `part "${partId}": not one of a study`)
  const subject = `study part ${partId}`
  return id.source === 'case'
    ? parseCasePart(value, id, record, subject)
    : parseRecordedPart(value, id, record, subject)
}

function parseCasePart(
  value: unknown,
  id: StudyPartId,
  record: StudyRecord | null,
  subject: string
): StudyCasePart {
  const part: StudyCasePart = parseFields(casePart, value, subject)
  if (part.role !== id.role || part.case !== id.index) {
    throw invalid(subject, `is of ${part.role}, case ${part.case}`)
  }
  if (part.failure !== null && part.maps.length > 0) throw invalid(subject, 'has failed, with maps')
  if (part.maps[0]?.mode === part.maps[1]?.mode && part.maps.length === 2) {
    throw invalid(subject, 'has one mode twice')
  }
  for (const { mode, side, levels } of part.maps) {
    const about = `${subject}: ${mode}`
    if (side.role !== part.role) throw invalid(about, `is of ${side.role}`)
    assertSide(side, about)
    const [nPrompt, nResponse] = [side.promptPositions, side.responsePositions].map(
      ([start, end]) => end - start
    )
    assertLevels(levels, nPrompt! * nResponse!, about)
    assertSize(record, mode, id, part.case, { nPrompt: nPrompt!, nResponse: nResponse! }, about)
  }
  return part
}

function parseRecordedPart(
  value: unknown,
  id: StudyPartId,
  record: StudyRecord | null,
  subject: string
): StudyRecordedPart {
  const part: StudyRecordedPart = parseFields(recordedPart, value, subject)
  if (part.role !== id.role) throw invalid(subject, `is of ${part.role}`)
  const end = part.from + part.cases.length
  if (record !== null && end > record.cases.length) {
    throw invalid(subject, `holds cases to ${end - 1} of ${record.cases.length}`)
  }
  part.cases.forEach((recorded, i) => {
    const index = part.from + i
    const about = `${subject}: case ${index}`
    assertRecordedCase(recorded, about)
    const nPrompt = recorded.promptTokens.length
    const nResponse = recorded.responseTokens.length
    assertSize(record, 'own', id, index, { nPrompt, nResponse }, about)
  })
  return part
}

function assertRecordedCase(recorded: RecordedCase, about: string): void {
  const { promptTokens, responseTokens, instructionTokens, map } = recorded
  const size = promptTokens.length * responseTokens.length
  if (map instanceof Uint8Array) assertLevels(map, size, about)
  else {
    assertLengths([['map', map, size]], about)
    assertFinite({ map }, about)
  }
  assertWithin({ instructionTokens }, 0, promptTokens.length, about)
}

function assertLevels(levels: Uint8Array, length: number, about: string): void {
  assertLengths([['levels', levels, length]], about)
  assertWithin({ levels }, 0, countedLevels + 1, about)
}

/** Where the record counts a case, its map has as many rows and columns. */
function assertSize(
  record: StudyRecord | null,
  mode: StudyMode,
  { role }: StudyPartId,
  index: number,
  { nPrompt, nResponse }: { readonly nPrompt: number; readonly nResponse: number },
  about: string
): void {
  const run = record?.runs.find((other) => other.mode === mode)
  const side = run?.sides.find((other) => other.role === role)
  if (side?.state[index] !== 1) return
  if (side.nPrompt[index] === nPrompt && side.nResponse[index] === nResponse) return
  throw invalid(
    about,
    `has ${nPrompt} × ${nResponse} tokens, expected ${side.nPrompt[index]} × ${side.nResponse[index]}`
  )
}
