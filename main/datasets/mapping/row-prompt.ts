import type { StudyMapping } from '../../../preload/analysis/studies/dataset.ts'
import type { JsonObject } from '../../checkpoint/strict-json.ts'
import { countPoints } from '../../tokenizer/code-points.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import { describeCell, plainText } from './cell-text.ts'
import { chatTurns, lastExchange } from './chat-turns.ts'

export interface RowPrompt {
  /** As the row has it, the input below it; stripping is still to come. */
  readonly text: string
  /** Code points of what stands above the input, stripped: the instruction in Alpaca's form. */
  readonly nFirst: number
  /** The assistant's answer where the prompt is a chat. */
  readonly answer: string | null
  /** Turns of a chat that are left out. */
  readonly nOtherTurns: number
}

/** The prompt of a row; null when `problems` got what is wrong with it. */
export function rowPrompt(
  values: JsonObject,
  mapping: StudyMapping,
  problems: string[]
): RowPrompt | null {
  const first = firstPart(values, mapping.prompt, problems)
  if (first === null) return null
  const head = stripText(first.text)
  if (head === '') {
    problems.push(`prompt ${JSON.stringify(mapping.prompt)}: empty, expected text`)
    return null
  }
  const below = mapping.input === null ? '' : inputText(values, mapping.input, problems)
  return {
    text: below === '' ? first.text : `${head}\n\n${below}`,
    nFirst: countPoints(head),
    answer: first.answer,
    nOtherTurns: first.nOtherTurns
  }
}

type FirstPart = Pick<RowPrompt, 'text' | 'answer' | 'nOtherTurns'>

function firstPart(values: JsonObject, column: string, problems: string[]): FirstPart | null {
  const given = values[column]
  const turns = chatTurns(given)
  if (turns !== null) {
    const exchange = lastExchange(turns)
    if (exchange === null) {
      const roles = [...new Set(turns.map(({ role }) => role))].join(', ')
      problems.push(
        `messages ${JSON.stringify(column)}: roles ${roles}, expected a turn of the user`
      )
      return null
    }
    return { text: exchange.prompt, answer: exchange.response, nOtherTurns: exchange.nOtherTurns }
  }
  if (typeof given === 'string') return { text: given, answer: null, nOtherTurns: 0 }
  problems.push(
    `prompt ${JSON.stringify(column)}: ${describeCell(given)}, expected text or chat messages`
  )
  return null
}

function inputText(values: JsonObject, column: string, problems: string[]): string {
  const cell = values[column] ?? ''
  const text = plainText(cell)
  if (text !== null) return stripText(text)
  problems.push(`input ${JSON.stringify(column)}: ${describeCell(cell)}, expected text`)
  return ''
}
