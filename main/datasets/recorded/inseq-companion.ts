/**
 * `<name>.jsonl` beside `<name>.json`: an object a sequence, in order, with `case`, `dataset`, `rating`,
 * `instruction_spans` and `instruction_tokens` as in shared/paper. Inseq itself marks no instruction.
 */
import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Span } from '../../../preload/analysis/attribution-record.ts'
import type { JsonObject } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'
import { isBadRow } from '../dataset-item.ts'
import { readObjects } from './case-file.ts'
import { instructionTokensOf, readCaseNotes, spansOf, type CaseNotes } from './row-fields.ts'

export interface CompanionLine {
  readonly notes: CaseNotes
  readonly flaws: readonly string[]
  spansOf(prompt: string): readonly Span[]
  /** @param nStart  tokens before the prompt's first that the file's indices count as well */
  tokensOf(nPrompt: number, nStart: number): readonly number[]
}

export interface Companion {
  readonly sha256: string
  readonly notes: readonly string[]
  /** @throws AppError `request/invalid` for a line that cannot be read */
  line(sequence: number): CompanionLine
}

/** Null where there is none. @throws AppError `request/invalid` when it has not a line a sequence */
export async function readCompanion(
  path: string,
  nSequences: number,
  signal?: AbortSignal
): Promise<Companion | null> {
  const file = path.replace(/\.json(?:\.gz)?$/i, '.jsonl')
  if (!(await isThere(file))) return null
  const { sha256, items } = await readObjects(file, signal)
  if (items.length !== nSequences) {
    throw new AppError(
      'request/invalid',
      `${basename(file)}: ${items.length} lines, expected ${nSequences}: one for each sequence of ${basename(path)}`,
      { file: basename(file), hint: 'Move the file away if it does not belong to the other.' }
    )
  }
  const seen = new Set<string>()
  return {
    sha256,
    notes: [
      `${basename(path)}: cases, groups, ratings and instructions are from ${basename(file)}`
    ],
    line(sequence) {
      const item = items[sequence]!
      if (isBadRow(item)) throw new AppError('request/invalid', item.problem)
      const { notes, flaws } = readCaseNotes(item.values)
      if (seen.has(notes.caseId)) {
        throw new AppError('request/invalid', `case "${notes.caseId}" again, expected another name`)
      }
      seen.add(notes.caseId)
      return {
        notes,
        flaws,
        spansOf: (prompt) => spansOf(item.values, prompt, prompt),
        tokensOf: (nPrompt, nStart) => tokensWithin(item.values, nPrompt, nStart)
      }
    }
  }
}

function tokensWithin(object: JsonObject, nPrompt: number, nStart: number): number[] {
  if ((object['instruction_tokens'] ?? null) === null) return []
  return instructionTokensOf(object, nPrompt + nStart)
    .map((index) => index - nStart)
    .filter((index) => index >= 0)
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch {
    return false
  }
}
