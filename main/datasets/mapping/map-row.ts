import type { StudyCase, StudyMapping } from '../../../preload/analysis/studies/dataset.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import type { DatasetRow } from '../dataset-item.ts'
import { describeCell, ownText, plainText, type Cell } from './cell-text.ts'
import { chatTurns, lastAnswer } from './chat-turns.ts'
import { rowInstruction } from './row-instruction.ts'
import { rowPrompt, type RowPrompt } from './row-prompt.ts'
import { rowRating } from './row-rating.ts'

/** UTF-16 units of an id or a group. */
const longestName = 1_000

/** What became of a row. */
export interface MappedRow {
  /** Null where the row has problems. */
  readonly studyCase: StudyCase | null
  /** In plain words, each complete. */
  readonly problems: readonly string[]
  /** The instruction's text stands in the prompt more than once. */
  readonly isAmbiguous: boolean
  /** Turns of a chat that are left out. */
  readonly nOtherTurns: number
}

/**
 * A case from a row: prompt and response stripped as the method strips (method.md section 1), spans in
 * code points of the stripped prompt.
 *
 * @param number what the case is called where no column names it
 */
export function mapRow(row: DatasetRow, mapping: StudyMapping, number: number): MappedRow {
  const { values, line } = row
  const problems: string[] = []
  const prompt = rowPrompt(values, mapping, problems)
  const instruction = prompt && rowInstruction(values, mapping, prompt, problems)
  const reference = rowResponse(values, mapping, prompt, problems)
  const caseId =
    mapping.id === null ? String(number) : rowName(values[mapping.id], 'id', mapping.id, problems)
  const group =
    mapping.group === null ? '' : rowName(values[mapping.group], 'group', mapping.group, problems)
  const rating =
    mapping.rating === null ? null : rowRating(values[mapping.rating], mapping.rating, problems)
  if (mapping.id !== null && caseId === '') {
    problems.push(`id ${JSON.stringify(mapping.id)}: empty, expected a name of its own`)
  }
  const isSound = problems.length === 0 && prompt !== null && instruction !== null
  return {
    studyCase: isSound
      ? {
          caseId,
          group,
          prompt: ownText(stripText(prompt.text)),
          reference: reference === null ? null : ownText(stripText(reference)),
          instructionSpans: instruction.spans,
          ratings: { base: null, tuned: rating },
          line
        }
      : null,
    problems,
    isAmbiguous: instruction?.isAmbiguous ?? false,
    nOtherTurns: prompt?.nOtherTurns ?? 0
  }
}

/** The given response: its own column, else the assistant's answer; null where there is none. */
function rowResponse(
  values: DatasetRow['values'],
  { response: column }: StudyMapping,
  prompt: RowPrompt | null,
  problems: string[]
): string | null {
  if (column === null) return prompt?.answer ?? null
  const given = values[column]
  if (given === undefined || given === null) return null
  const turns = chatTurns(given)
  if (turns !== null) return lastAnswer(turns)
  const text = plainText(given)
  if (text === null) {
    problems.push(`response ${JSON.stringify(column)}: ${describeCell(given)}, expected text`)
  }
  return text
}

/** Id or group: text or a number, empty where there is none. */
function rowName(cell: Cell, what: string, column: string, problems: string[]): string {
  if (cell === undefined || cell === null) return ''
  const text = plainText(cell)
  if (text !== null && text.length <= longestName) return ownText(text.trim())
  if (text !== null) {
    problems.push(
      `${what} ${JSON.stringify(column)}: ${text.length} characters, expected at most ${longestName}`
    )
    return ''
  }
  problems.push(`${what} ${JSON.stringify(column)}: ${describeCell(cell)}, expected text`)
  return ''
}
