/** Fields of a case in the form of shared/paper: names as written there, checked one by one. */
import type { Span } from '../../../preload/analysis/attribution-record.ts'
import type { JsonObject, JsonValue } from '../../checkpoint/strict-json.ts'
import { countPoints } from '../../tokenizer/code-points.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import type { RecordedRow } from './recorded-run.ts'
import { runFault } from './run-fault.ts'

/** Of a case's name, dataset and model, in UTF-16 units. */
const longestName = 500

export interface ReadRow {
  readonly row: RecordedRow
  /** Null where the row names none. */
  readonly model: string | null
  /** What of a row that is kept could not be used. */
  readonly flaws: readonly string[]
}

/** What a run without texts of its own may say of a case. */
export type CaseNotes = Pick<RecordedRow, 'caseId' | 'group' | 'rating'>

/** @throws AppError `request/invalid` with what was found and expected, for a row that cannot be a case */
export function readRow(object: JsonObject, line: number): ReadRow {
  const written = textOf(object, 'prompt')
  const prompt = stripText(written)
  const promptTokens = tokensOf(object, 'input_tokens')
  if (promptTokens.length === 0)
    throw runFault('input_tokens: an empty list, expected prompt tokens')
  const { notes, flaws } = readCaseNotes(object)
  return {
    row: {
      ...notes,
      line,
      prompt,
      instructionSpans: spansOf(object, written, prompt),
      instructionTokens: instructionTokensOf(object, promptTokens.length),
      promptTokens,
      responseTokens: tokensOf(object, 'output_tokens')
    },
    model: (object['model'] ?? null) === null ? null : nameOf(object, 'model'),
    flaws
  }
}

/** Name, group and rating. */
export function readCaseNotes(object: JsonObject): {
  readonly notes: CaseNotes
  readonly flaws: readonly string[]
} {
  const rating = object['rating'] ?? null
  const isRating = rating === null || typeof rating === 'number'
  return {
    notes: {
      caseId: nameOf(object, 'case'),
      group: (object['dataset'] ?? null) === null ? '' : nameOf(object, 'dataset'),
      rating: isRating ? rating : null
    },
    flaws: isRating
      ? []
      : [`rating: found ${shown(rating)}, expected a number or null; the case counts as unrated`]
  }
}

/** Ascending. @throws AppError `request/invalid` for an index that is no prompt token or stands twice */
export function instructionTokensOf(object: JsonObject, nPrompt: number): number[] {
  const tokens = listOf(object, 'instruction_tokens').map((index) => {
    if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < nPrompt)
      return index
    throw runFault(
      `instruction_tokens: found ${shown(index)}, expected whole numbers from 0 to ${nPrompt - 1}`
    )
  })
  tokens.sort((a, b) => a - b)
  const twice = tokens.find((index, i) => index === tokens[i - 1])
  if (twice !== undefined) throw runFault(`instruction_tokens: ${twice} stands there twice`)
  return tokens
}

/** Spans of the prompt as written, moved to the stripped one; none where none are given. */
export function spansOf(object: JsonObject, written: string, prompt: string): Span[] {
  if ((object['instruction_spans'] ?? null) === null) return []
  const before = countPoints(written.slice(0, written.indexOf(prompt)))
  const nPoints = countPoints(prompt)
  return listOf(object, 'instruction_spans').map((span) => {
    const [start, end, more] = Array.isArray(span) ? span : []
    if (
      typeof start !== 'number' ||
      typeof end !== 'number' ||
      more !== undefined ||
      !Number.isInteger(start) ||
      !Number.isInteger(end)
    ) {
      throw runFault(`instruction_spans: found ${shown(span)}, expected [start, end]`)
    }
    const moved = [start - before, end - before] as const
    if (moved[0] < 0 || moved[1] > nPoints || moved[0] >= moved[1]) {
      throw runFault(
        `instruction_spans: [${start}, ${end}] is not within the prompt's ${nPoints} characters`
      )
    }
    return moved
  })
}

function tokensOf(object: JsonObject, field: string): string[] {
  return listOf(object, field).map((token) => {
    if (typeof token === 'string') return token
    throw runFault(`${field}: found ${shown(token)}, expected texts`)
  })
}

function listOf(object: JsonObject, field: string): readonly JsonValue[] {
  const value = object[field]
  if (Array.isArray(value)) return value
  throw runFault(`${field}: found ${shown(value)}, expected a list`)
}

function textOf(object: JsonObject, field: string): string {
  const value = object[field]
  if (typeof value === 'string') return value
  throw runFault(`${field}: found ${shown(value)}, expected a text`)
}

/** A text, or a number as one. */
function nameOf(object: JsonObject, field: string): string {
  const value = object[field]
  const name = typeof value === 'number' ? String(value) : value
  if (typeof name === 'string' && name !== '' && name.length <= longestName) return name
  throw runFault(
    `${field}: found ${shown(value)}, expected a text of 1 to ${longestName} characters`
  )
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
