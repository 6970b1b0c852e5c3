/** One prompt as the models of a run see it. */
import type {
  AttentionSettings,
  AttentionSide
} from '../../../preload/analysis/heads/attention-record.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import { promptTextOf, sideSequence } from './attribution-plan-unit.ts'
import type { BegunModel } from './layer-job.ts'
import { depthLimit } from './layer-scope.ts'

/**
 * The prompt alone, with what the tokenizer puts in front of it; nothing follows it.
 *
 * @throws AppError when the template is asked for and absent, or fails, or when no token is left
 */
export async function attentionSide(
  { role, opened, fingerprint }: BegunModel,
  { prompt, useChatTemplate }: Pick<AttentionSettings, 'prompt' | 'useChatTemplate'>
): Promise<AttentionSide> {
  const text = await promptTextOf(opened, prompt, useChatTemplate)
  const { ids, tokens, isSpecial } = sideSequence(opened, text, '', null, stripText(prompt))
  const { nLayers, nHeads } = opened.checkpoint.config
  const { name, sha256 } = fingerprint
  return { role, name, fingerprint: sha256, nLayers, nHeads, ids, tokens, isSpecial }
}

/** Why patterns are not compared, wholly or in part, in plain words; empty where they can be. */
export function attentionLimits(
  sides: readonly Pick<AttentionSide, 'role' | 'nLayers' | 'nHeads' | 'tokens'>[]
): string[] {
  const [base, tuned] = sides
  if (base === undefined || tuned === undefined) return []
  const sameTokens =
    base.tokens.length === tuned.tokens.length &&
    base.tokens.every((token, t) => token === tuned.tokens[t])
  const tokens = sameTokens
    ? null
    : `tokens of the prompt differ (base ${base.tokens.length}, tuned ${tuned.tokens.length}): the patterns stand side by side and cannot be subtracted`
  const heads =
    base.nHeads === tuned.nHeads
      ? null
      : `heads a layer differ (base ${base.nHeads}, tuned ${tuned.nHeads}): heads of equal number are shown together, but nothing says that they correspond`
  return [tokens, heads, depthLimit(base, tuned)].filter((limit) => limit !== null)
}

/** What is special about how a model sees this prompt. */
export function attentionNotes({ role, opened }: BegunModel, nTokens: number): string[] {
  const { rope, slidingWindow } = opened.checkpoint.config
  const notes: string[] = []
  if (rope.type === 'dynamic') {
    notes.push(
      `${role}: its dynamic positions follow the length of the text, here the prompt alone; in front of a response the weights can be others`
    )
  }
  const windows = slidingWindow.filter((window) => window !== null && window < nTokens)
  if (windows.length > 0) {
    const where =
      windows.length === slidingWindow.length
        ? 'a token'
        : `in ${windows.length} of ${slidingWindow.length} layers a token`
    notes.push(
      `${role}: ${where} sees at most the last ${Math.max(...windows.map(Number))} tokens, its own included`
    )
  }
  return notes
}
