import type { StudyMapping } from '../../../preload/analysis/studies/dataset.ts'
import type { DatasetRow } from '../dataset-item.ts'
import { plainText, type Cell } from './cell-text.ts'
import { isTextList } from './chat-turns.ts'
import { columnNames, plainName } from './column-names.ts'
import { columnType } from './column-type.ts'
import { mapRow } from './map-row.ts'
import { isUnrated, ratingNumber } from './row-rating.ts'

/**
 * The mapping that names and values of the columns suggest; null where no column looks like a prompt. A
 * column is proposed only where its values fit: see `Proposal`.
 *
 * @param sample sound rows, the first of the file
 */
export function proposeMapping(
  columns: readonly string[],
  sample: readonly DatasetRow[]
): StudyMapping | null {
  return new Proposal(columns, sample).mapping()
}

/** Of the sample, this share must fit: a few odd rows are what bad rows are for. */
const enough = 0.8
/** Groups are fewer than rows by this factor, above a handful. */
const rowsPerGroup = 2
const aHandful = 10

class Proposal {
  readonly #columns: readonly string[]
  readonly #sample: readonly DatasetRow[]

  constructor(columns: readonly string[], sample: readonly DatasetRow[]) {
    this.#columns = columns
    this.#sample = sample
  }

  mapping(): StudyMapping | null {
    const base = this.#promptAndResponse()
    if (base === null) return null
    const taken = [base.prompt, base.input, base.response]
    const free = (names: readonly string[], fits: (column: string) => boolean) => {
      const column = this.#first(names, (name) => !taken.includes(name) && fits(name))
      taken.push(column)
      return column
    }
    const instruction = this.#instruction(base, taken)
    taken.push(instruction)
    return {
      ...base,
      instruction,
      rating: free(columnNames.rating, (column) => this.#isRating(column)),
      group: free(columnNames.group, (column) => this.#isGroup(column)),
      id: free(columnNames.id, (column) => this.#isId(column))
    }
  }

  #promptAndResponse(): StudyMapping | null {
    const text = this.#first(columnNames.prompt, (column) => this.#isText(column))
    const chat =
      this.#first(columnNames.chat, (column) => this.#isChat(column) || this.#isTextList(column)) ??
      this.#columns.find((column) => this.#isChat(column) && !isResponseName(column)) ??
      null
    const isInput = (column: string) => column !== text && this.#isText(column)
    const response = this.#first(
      columnNames.response,
      (column) =>
        column !== text && (this.#isText(column) || this.#isNumber(column) || this.#isChat(column))
    )
    // A chat holds its answers; a prompt beside it is its first turn.
    const isChat = chat !== null && chat !== response && (text === null || response === null)
    const prompt = isChat ? chat : text
    if (prompt === null) return null
    const hasInput = !isChat && ['instruction', 'question'].includes(plainName(prompt))
    return {
      id: null,
      prompt,
      input: hasInput ? this.#first(columnNames.input, isInput) : null,
      response: isChat ? null : response,
      instruction: null,
      instructionMatch: 'only',
      group: null,
      rating: null
    }
  }

  /** A column whose spans or texts lie in the prompt; the prompt itself where it is called instruction. */
  #instruction(base: StudyMapping, taken: readonly (string | null)[]): string | null {
    const column = this.#first(
      columnNames.instruction,
      (name) => !taken.includes(name) && this.#isInstruction(base, name)
    )
    if (column !== null || base.input !== null) return column
    return plainName(base.prompt) === 'instruction' ? base.prompt : null
  }

  #isInstruction(base: StudyMapping, column: string): boolean {
    // Spans that do not fit are bad rows to be shown; text may be something else of that name.
    if (columnType(this.#values(column)) === 'spans') return true
    const mapping: StudyMapping = { ...base, instruction: column, instructionMatch: 'first' }
    const rows = this.#sample.filter(
      (row) => !isUnrated(row.values[column]) && mapRow(row, base, 0).problems.length === 0
    )
    return isMost(rows, (row) => mapRow(row, mapping, 0).problems.length === 0)
  }

  #isText(column: string): boolean {
    return this.#sample.length > 0 && columnType(this.#values(column)) === 'text'
  }

  #isNumber(column: string): boolean {
    return columnType(this.#values(column)) === 'number'
  }

  #isChat(column: string): boolean {
    return columnType(this.#values(column)) === 'messages'
  }

  #isTextList(column: string): boolean {
    return isMost(this.#values(column), isTextList)
  }

  /**
   * Whole numbers or nothing. 0 and 1 alone are another scale, in which 1 is not "unfollowed"; labels from
   * 0 on are classes.
   */
  #isRating(column: string): boolean {
    const rated = this.#values(column).filter((value) => !isUnrated(value))
    if (rated.length === 0) return plainName(column) === 'rating'
    const numbers = rated.map(ratingNumber)
    const isOtherScale =
      numbers.includes(0) &&
      (plainName(column) === 'label' || numbers.every((number) => number === 0 || number === 1))
    return isMost(numbers, Number.isInteger) && !isOtherScale
  }

  #isGroup(column: string): boolean {
    const names = this.#values(column).map((value) => plainText(value ?? ''))
    if (names.includes(null)) return false
    const distinct = new Set(names)
    return distinct.size <= Math.max(aHandful, names.length / rowsPerGroup)
  }

  #isId(column: string): boolean {
    const names = this.#values(column).map((value) =>
      isUnrated(value) ? null : plainText(value ?? null)
    )
    return !names.includes(null) && new Set(names).size === names.length
  }

  #values(column: string): readonly Cell[] {
    return this.#sample.map((row) => row.values[column])
  }

  #first(names: readonly string[], fits: (column: string) => boolean): string | null {
    for (const name of names) {
      const column = this.#columns.find((column) => plainName(column) === name)
      if (column !== undefined && fits(column)) return column
    }
    return null
  }
}

function isResponseName(column: string): boolean {
  return columnNames.response.includes(plainName(column))
}

function isMost<T>(items: readonly T[], fits: (item: T) => boolean): boolean {
  return items.length > 0 && items.filter(fits).length >= enough * items.length
}
