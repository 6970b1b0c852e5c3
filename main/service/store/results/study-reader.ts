import type { StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { AppError } from '../../../errors.ts'
import { joinArrays } from '../../../plain-arrays.ts'
import { decodeContainer } from '../blobs/array-container.ts'
import type { BlobPlace } from '../blobs/blobs.ts'
import { readPart } from '../parts.ts'
import { requireStudy } from '../records/require-study.ts'
import { parseStudyPart, type StudyPart } from '../records/study-part-schema.ts'
import { unavailable } from '../store-error.ts'
import { openResult, requireRow } from './results.ts'

/**
 * Reads stored studies and their parts one by one. The last record is remembered: to read the cases of a large
 * study again for every map would take longer than the map.
 */
export class StudyReader {
  readonly #place: BlobPlace
  #last: { readonly recordSha256: string; readonly record: StudyRecord } | null = null

  constructor(place: BlobPlace) {
    this.#place = place
  }

  /** @throws AppError `request/invalid` when the result is of another analysis */
  record(resultId: string): StudyRecord {
    const { recordSha256 } = requireRow(this.#place.db, resultId)
    if (this.#last?.recordSha256 === recordSha256) return this.#last.record
    const record = requireStudy(openResult(this.#place, resultId), `result ${resultId}`)
    this.#last = { recordSha256, record }
    return record
  }

  /**
   * @throws AppError `request/invalid` when the study has no such part, `store/unavailable` when it is
   *   damaged; the other parts can still be read
   */
  part(resultId: string, partId: string): StudyPart {
    const record = this.record(resultId)
    if (!record.parts.includes(partId)) throw noPart(resultId, partId)
    const { seq } = requireRow(this.#place.db, resultId)
    const read = readPart(this.#place, seq, partId)
    if (read.isSound) return parseStudyPart(joinArrays(decodeContainer(read.bytes)), partId, record)
    throw unavailable(
      `part ${partId} cannot be shown: ${read.problem}`,
      this.#place.db.name,
      'Run the study again, which replaces it, or import it from an exported file.'
    )
  }
}

function noPart(resultId: string, partId: string): AppError {
  return new AppError('request/invalid', `part ${partId}: not in result ${resultId}`)
}
