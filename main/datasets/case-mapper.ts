import type { BadRow, StudyCase, StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import { BadRows } from './bad-rows.ts'
import { isBadRow, type DatasetItem } from './dataset-item.ts'
import { shownText } from './mapping/cell-text.ts'
import { mapRow } from './mapping/map-row.ts'

/** Turns the rows of a file into cases, one after the other, and keeps account of what it leaves out. */
export class CaseMapper {
  readonly #mapping: StudyMapping | null
  readonly #badRows = new BadRows()
  /** Line of each id; numbered rows need none. */
  readonly #lines = new Map<string, number>()
  #nRows = 0
  #nAmbiguous = 0
  #nWithOtherTurns = 0

  /** @param mapping null gives no cases, and no bad rows but those of the file itself */
  constructor(mapping: StudyMapping | null) {
    this.#mapping = mapping
  }

  /** The case of a row; null where it is a bad row. */
  take(item: DatasetItem): StudyCase | null {
    this.#nRows++
    if (isBadRow(item)) return this.#refuse(item)
    if (this.#mapping === null) return null
    const mapped = mapRow(item, this.#mapping, this.#nRows)
    if (mapped.isAmbiguous) this.#nAmbiguous++
    const problems = [...mapped.problems]
    const { studyCase } = mapped
    if (studyCase !== null) {
      const first = this.#lines.get(studyCase.caseId)
      if (first === undefined) {
        if (this.#mapping.id !== null) this.#lines.set(studyCase.caseId, item.line)
        if (mapped.nOtherTurns > 0) this.#nWithOtherTurns++
        return studyCase
      }
      problems.push(
        `id ${shownText(studyCase.caseId)}: the same as in line ${first}, expected a name of its own`
      )
    }
    return this.#refuse({ line: item.line, problem: problems.join('; ') })
  }

  get badRows(): readonly BadRow[] {
    return this.#badRows.list()
  }

  get nAmbiguous(): number {
    return this.#nAmbiguous
  }

  /** Cases of chats with turns that are left out. */
  get nWithOtherTurns(): number {
    return this.#nWithOtherTurns
  }

  #refuse(row: BadRow): null {
    this.#badRows.add(row)
    return null
  }
}
