import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import { AppError } from '../../../errors.ts'
import { stripText } from '../../../tokenizer/strip-text.ts'
import { assertedTemplate, extentOf, promptTextOf, sideSequence } from '../attribution-plan-unit.ts'
import type { OpenedModel } from '../open-model.ts'
import { problemOfCase } from './study-failure.ts'

/** How long a case is for one model. */
export interface CaseLength {
  /** Tokens before the response: of the prompt, and special ones. */
  readonly responseStart: number
  readonly nPrompt: number
  /** Tokens of the data set's response; 0 where it gives none, or an empty one. */
  readonly nReference: number
}

/**
 * @returns for each case its length, or why it has no tokens
 * @throws AppError `job/cancelled`; `request/invalid` for a chat template that the model does not have
 */
export async function caseLengths(
  opened: OpenedModel,
  cases: readonly StudyCase[],
  { useChatTemplate }: { readonly useChatTemplate: boolean },
  signal: AbortSignal
): Promise<(CaseLength | string)[]> {
  if (useChatTemplate) assertedTemplate(opened)
  const lengths: (CaseLength | string)[] = []
  for (const { prompt, reference } of cases) {
    if (signal.aborted) throw new AppError('job/cancelled', 'the run was stopped')
    try {
      const text = await promptTextOf(opened, prompt, useChatTemplate)
      const sequence = sideSequence(opened, text, reference ?? '', null, stripText(prompt))
      const { responseStart, nPrompt, nResponse } = extentOf(sequence)
      lengths.push({ responseStart, nPrompt, nReference: nResponse })
    } catch (thrown) {
      lengths.push(problemOfCase(thrown))
    }
  }
  return lengths
}

/** Indices by length, shortest first; cases without tokens come first, where they fail at once. */
export function orderByLength(lengths: readonly (CaseLength | string)[]): number[] {
  const total = (index: number) => {
    const length = lengths[index]!
    return typeof length === 'string' ? 0 : length.responseStart + length.nReference
  }
  return [...lengths.keys()].sort((a, b) => total(a) - total(b) || a - b)
}
