import type {
  DatasetPreview,
  StudyCase,
  StudyMapping
} from '../../preload/analysis/studies/dataset.ts'
import { CaseMapper } from './case-mapper.ts'
import type { DatasetItem } from './dataset-item.ts'

const shownCases = 20
/** UTF-16 units of the cases that are shown; prompts of megabytes are shown fewer. */
const shownUnits = 4e6
const shownGroups = 1_000

/** What a mapping gives, counted row by row. */
export class PreviewTally {
  readonly #mapping: StudyMapping | null
  readonly #mapper: CaseMapper
  readonly #firstCases: StudyCase[] = []
  readonly #groups = new Map<string, number>()
  #unitsLeft = shownUnits
  #nCases = 0
  #nWithResponse = 0
  #nEmptyResponse = 0
  #nWithInstruction = 0
  #nRated = 0
  #hasHighRating = false
  #hasZeroRating = false

  /** @param mapping null where no column looks like a prompt */
  constructor(mapping: StudyMapping | null) {
    this.#mapping = mapping
    this.#mapper = new CaseMapper(mapping)
  }

  add(items: readonly DatasetItem[]): void {
    for (const item of items) {
      const studyCase = this.#mapper.take(item)
      if (studyCase !== null) this.#count(studyCase)
    }
  }

  summary(): Omit<
    DatasetPreview,
    'name' | 'sha256' | 'format' | 'sizeBytes' | 'nRows' | 'columns'
  > {
    return {
      mapping: this.#mapping,
      nCases: this.#nCases,
      nWithResponse: this.#nWithResponse,
      nWithInstruction: this.#nWithInstruction,
      nRated: this.#nRated,
      groups: [...this.#groups].map(([group, nCases]) => ({ group, nCases })),
      firstCases: this.#firstCases,
      badRows: this.#mapper.badRows,
      nAmbiguous: this.#mapper.nAmbiguous,
      notes: this.#notes()
    }
  }

  #count(studyCase: StudyCase): void {
    this.#nCases++
    const { reference, group, instructionSpans, ratings } = studyCase
    if (reference !== null) this.#nWithResponse++
    if (reference === '') this.#nEmptyResponse++
    if (instructionSpans.length > 0) this.#nWithInstruction++
    const rating = ratings.tuned
    if (rating !== null && rating >= 1) this.#nRated++
    if (rating !== null && rating > 1) this.#hasHighRating = true
    if (rating === 0) this.#hasZeroRating = true
    const nOfGroup = this.#groups.get(group)
    if (nOfGroup !== undefined || this.#groups.size < shownGroups) {
      this.#groups.set(group, (nOfGroup ?? 0) + 1)
    }
    if (this.#firstCases.length < shownCases && this.#unitsLeft > 0) {
      this.#firstCases.push(studyCase)
      this.#unitsLeft -= studyCase.prompt.length + (reference?.length ?? 0)
    }
  }

  #notes(): readonly string[] {
    const notes: string[] = []
    if (this.#mapping === null) notes.push('No column looks like a prompt: choose which one is')
    const tell = (count: number, singular: string, plural: string) => {
      if (count > 0) notes.push(count === 1 ? `1 ${singular}` : `${count} ${plural}`)
    }
    tell(
      this.#nEmptyResponse,
      'case has an empty response: it has no map and scores 0',
      'cases have an empty response: they have no map and score 0'
    )
    tell(
      this.#nCases - this.#nWithInstruction,
      'case has no instruction: it has no score',
      'cases have no instruction: they have no score'
    )
    tell(
      this.#mapper.nWithOtherTurns,
      'chat has earlier turns or a system message, which are left out',
      'chats have earlier turns or a system message, which are left out'
    )
    if (this.#hasZeroRating && this.#nRated > 0 && !this.#hasHighRating) {
      notes.push(
        'All ratings are 0 or 1: 0 is read as unrated and 1 as unfollowed; followed would be 2 and more'
      )
    }
    return notes
  }
}
