import type {
  RecordedCase,
  StudyRecordedPart,
  StudyRole
} from '../../../preload/analysis/studies/record.ts'
import { parseStudyPartId, studyPartId } from '../store/records/study-part-id.ts'
import type { CaseSource } from './case-source.ts'

/** One recorded case: blocks ascend, so the one that holds it is found by halving. */
export function recordedCase(
  { record, read }: CaseSource,
  role: StudyRole,
  index: number
): RecordedCase | null {
  const blocks = record.parts
    .map(parseStudyPartId)
    .filter((part) => part?.source === 'recorded' && part.role === role)
    .map((part) => part!.index)
    .sort((a, b) => a - b)
  let [low, high] = [0, blocks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const part = read(studyPartId({ source: 'recorded', role, index: blocks[middle]! }))
    if (part === null || !isRecorded(part)) return null
    if (index < part.from) high = middle
    else if (index >= part.from + part.cases.length) low = middle + 1
    else return part.cases[index - part.from]!
  }
  return null
}

function isRecorded(part: object): part is StudyRecordedPart {
  return 'from' in part
}
