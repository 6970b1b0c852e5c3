import type { Span } from '../../../preload/analysis/attribution-record.ts'
import type { StudyMapping } from '../../../preload/analysis/studies/dataset.ts'
import type { JsonObject } from '../../checkpoint/strict-json.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import { describeCell, shownText, unpackList } from './cell-text.ts'
import { findText } from './find-text.ts'
import { givenSpans, isSpanList } from './given-spans.ts'
import type { RowPrompt } from './row-prompt.ts'

export interface RowInstruction {
  readonly spans: readonly Span[]
  /** Its text stands in the prompt more than once. */
  readonly isAmbiguous: boolean
}

const none: RowInstruction = { spans: [], isAmbiguous: false }

/** Spans of a row's instruction in its stripped prompt; what is wrong goes to `problems`. */
export function rowInstruction(
  values: JsonObject,
  mapping: StudyMapping,
  prompt: RowPrompt,
  problems: string[]
): RowInstruction {
  const column = mapping.instruction
  const isFirstPart = column === mapping.prompt || (column === null && mapping.input !== null)
  if (isFirstPart) return { spans: [[0, prompt.nFirst]], isAmbiguous: false }
  if (column === null) return none
  const given = values[column]
  const cell = unpackList(given)
  if (isSpanList(cell)) {
    return { spans: givenSpans(cell, prompt.text, problems), isAmbiguous: false }
  }
  if (given === undefined || given === null) return none
  if (typeof given !== 'string') {
    problems.push(
      `instruction ${JSON.stringify(column)}: ${describeCell(given)}, expected spans [[start, end]] or text`
    )
    return none
  }
  return instructionText(stripText(given), stripText(prompt.text), mapping, problems)
}

function instructionText(
  text: string,
  prompt: string,
  { instructionMatch }: StudyMapping,
  problems: string[]
): RowInstruction {
  if (text === '') return none
  const found = findText(prompt, text)
  if (found.length === 0) {
    problems.push(`instruction ${shownText(text)}: not found in the prompt, expected a part of it`)
    return none
  }
  if (found.length === 1) return { spans: found, isAmbiguous: false }
  if (instructionMatch === 'only') problems.push(ambiguous(text, found))
  const taken = { only: [], first: found.slice(0, 1), last: found.slice(-1), all: found }
  return { spans: taken[instructionMatch], isAmbiguous: true }
}

function ambiguous(text: string, found: readonly Span[]): string {
  const places = found.slice(0, 5).map(([start]) => start)
  const more = found.length > places.length ? ', …' : ''
  return (
    `instruction ${shownText(text)}: in the prompt ${found.length} times, at characters ` +
    `${places.join(', ')}${more}; choose which to take: the first, the last or all`
  )
}
