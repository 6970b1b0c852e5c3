// method.md section 1, "Instruction score": character spans of the stripped prompt, and the tokens
// that overlap them.
import { AppError } from '../errors.ts'
import { countPoints } from './code-points.ts'
import { stripText } from './strip-text.ts'

/** Half-open, in code points of the stripped prompt. */
export type Span = readonly [number, number]

export interface InstructionSpan {
  readonly text: string
  readonly span: Span
  /** Where else the text begins, in code points; a warning names them. */
  readonly alsoAt: readonly number[]
}

/**
 * Finds an instruction in a prompt (both stripped): its first occurrence, and where else it stands.
 *
 * @throws AppError request/invalid when it is empty or absent
 */
export function findInstruction(prompt: string, instruction: string): InstructionSpan {
  const within = stripText(prompt)
  const text = stripText(instruction)
  const shown = JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text)
  const units: number[] = []
  if (text !== '') {
    for (let at = within.indexOf(text); at >= 0; at = within.indexOf(text, at + text.length)) {
      units.push(at)
    }
  }
  const [first, ...others] = units
  if (first === undefined) {
    throw new AppError(
      'request/invalid',
      text === ''
        ? 'instruction: empty, expected a part of the prompt'
        : `instruction ${shown}: not found in the prompt, expected a part of it`,
      { hint: 'Copy the instruction from the prompt, with its spaces and line breaks.' }
    )
  }
  const start = countPoints(within.slice(0, first))
  return {
    text,
    span: [start, start + countPoints(text)],
    alsoAt: others.map((unit) => countPoints(within.slice(0, unit)))
  }
}

/** The warning for a text that stands in the prompt more than once, or undefined. */
export function repetitionWarning({ text, span, alsoAt }: InstructionSpan): string | undefined {
  if (alsoAt.length === 0) return undefined
  return (
    `instruction ${JSON.stringify(text)} is in the prompt ${alsoAt.length + 1} times: ` +
    `the one at character ${span[0]} is used, not ${alsoAt.join(', ')}`
  )
}

/**
 * A first guess at the instruction of a prompt: its first sentence, at most its first line. The user
 * corrects it; nothing is computed from it unasked.
 */
export function proposeInstruction(prompt: string): Span | undefined {
  const text = stripText(prompt)
  const line = stripText(text.split(/[\r\n]/, 1)[0] ?? '')
  if (line === '') return undefined
  // A stop ends a sentence before white space and a new beginning, so "e.g. this" and "3.5" do not.
  const stop = /^.+?[.!?。！？:]["'”’)\]]*(?=\s+["'“‘([]?[\p{Lu}\p{Lo}\p{N}])|^.+?[。！？]/u.exec(
    line
  )
  return [0, countPoints(stop?.[0] ?? line)]
}
