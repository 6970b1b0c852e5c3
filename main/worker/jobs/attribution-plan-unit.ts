/** The unit that turns request and responses into sequences and a plan, fixed from then on. */
import type { AttributionRequest } from '../../service/contract.ts'
import { planAttribution, type AttributionPlan } from '../../analyses/attribution/plan.ts'
import type { Extent } from '../../analyses/attribution/forward.ts'
import { AppError } from '../../errors.ts'
import { isTemplateToken, renderChatTemplate } from '../../tokenizer/chat-template.ts'
import { countPoints } from '../../tokenizer/code-points.ts'
import { buildSequence, type Sequence } from '../../tokenizer/sequence.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import type { OpenedModel } from './open-model.ts'

/** A side's tokens as they are stored: everything that later units and the record need of them. */
export interface SideSequence {
  readonly ids: readonly number[]
  readonly tokens: readonly string[]
  readonly ranges: readonly (readonly [number, number])[]
  readonly isSpecial: readonly boolean[]
  readonly promptPositions: readonly [number, number]
  readonly responsePositions: readonly [number, number]
  readonly promptOffset: number
  readonly responseOffset: number
  readonly seamMerged: boolean
  readonly response: string
}

export interface SidePlan {
  readonly sequence: SideSequence
  /** Null for an empty response: there is nothing to attribute. */
  readonly map: AttributionPlan | null
  /** Leave-one-out beside the map. */
  readonly check: AttributionPlan | null
  /** Token id of a given foil. */
  readonly foil: number | null
}

/** The prompt as it is put before the model: stripped, or in the folder's chat template. */
export interface PromptText {
  readonly text: string
  readonly isTemplated: boolean
  /** Code points before the user's prompt. */
  readonly offset: number
}

/** @throws AppError when the template is asked for and absent, or fails */
export async function promptTextOf(
  { chatTemplate, tokenizer, checkpoint }: OpenedModel,
  prompt: string,
  useChatTemplate: boolean
): Promise<PromptText> {
  const content = stripText(prompt)
  if (!useChatTemplate) return { text: content, isTemplated: false, offset: 0 }
  const template = assertedTemplate({ chatTemplate, checkpoint })
  const { bosToken, eosToken, addedBefore } = tokenizer
  const chat = await renderChatTemplate({
    template,
    messages: [{ role: 'user', content }],
    bosToken,
    eosToken,
    addsBos: addedBefore.length > 0
  })
  return { text: chat.text, isTemplated: true, offset: chat.userRange[0] }
}

/** @throws AppError `request/invalid` for a model without a chat template */
export function assertedTemplate({
  chatTemplate,
  checkpoint
}: Pick<OpenedModel, 'chatTemplate' | 'checkpoint'>): string {
  if (chatTemplate !== null) return chatTemplate
  throw new AppError(
    'request/invalid',
    `${checkpoint.name}: has no chat template, expected one in tokenizer_config.json or chat_template.jinja`,
    {
      hint: 'Run without the chat template.'
    }
  )
}

/**
 * @param response what follows the prompt
 * @param nTokensLimit cut of the response in tokens, null for all of it
 */
export function sideSequence(
  { tokenizer }: OpenedModel,
  prompt: PromptText,
  response: string,
  nTokensLimit: number | null,
  content: string
): SideSequence {
  const whole = buildSequence(tokenizer, prompt.text, response, { isTemplated: prompt.isTemplated })
  const [from, to] = whole.responsePositions
  const end = nTokensLimit === null ? to : Math.min(to, from + nTokensLimit)
  const userEnd = prompt.offset + countPoints(content)
  return {
    ids: whole.ids.slice(0, end),
    tokens: whole.tokens.slice(0, end),
    ranges: whole.ranges.slice(0, end),
    isSpecial: specialOf(whole, prompt, userEnd).slice(0, end),
    promptPositions: whole.promptPositions,
    responsePositions: [from, end],
    promptOffset: prompt.offset,
    responseOffset: countPoints(whole.prompt) + (prompt.isTemplated ? 0 : 1),
    seamMerged: whole.seamMerged,
    response: end === to ? whole.response : cutText(whole, end)
  }
}

export function planSide(
  opened: OpenedModel,
  sequence: SideSequence,
  { settings }: AttributionRequest,
  prompt: PromptText,
  freeBytes: number
): SidePlan {
  const extent = extentOf(sequence)
  if (extent.nResponse === 0) return { sequence, map: null, check: null, foil: null }
  const request = { checkpoint: opened.checkpoint, extent, settings, freeBytes }
  const needsCheck = settings.withLeaveOneOut && settings.estimator === 'gradient'
  return {
    sequence,
    map: planAttribution({ ...request, estimator: settings.estimator }),
    check: needsCheck ? planAttribution({ ...request, estimator: 'leave-one-out' }) : null,
    foil:
      settings.target === 'contrastive' && settings.foil !== null
        ? foilOf(opened, prompt, settings.foil)
        : null
  }
}

export function extentOf({
  promptPositions,
  responsePositions
}: Pick<SideSequence, 'promptPositions' | 'responsePositions'>): Extent {
  return {
    promptStart: promptPositions[0],
    nPrompt: promptPositions[1] - promptPositions[0],
    responseStart: responsePositions[0],
    nResponse: responsePositions[1] - responsePositions[0]
  }
}

/** Special tokens, and the chat template's own: those of the prompt whose characters are not the user's. */
function specialOf(sequence: Sequence, prompt: PromptText, userEnd: number): boolean[] {
  if (!prompt.isTemplated) return [...sequence.isSpecial]
  const [first] = sequence.promptPositions
  const isTemplate = isTemplateToken(sequence, [prompt.offset, userEnd])
  return sequence.isSpecial.map((isSpecial, t) => isSpecial || (isTemplate[t - first] ?? false))
}

function cutText(sequence: Sequence, end: number): string {
  const last = sequence.ranges[end - 1]
  const from = sequence.ranges[sequence.responsePositions[0]]
  if (last === undefined || from === undefined) return ''
  return Array.from(sequence.text).slice(from[0], last[1]).join('')
}

/** The first token of the foil where the response would begin. */
function foilOf({ tokenizer, checkpoint }: OpenedModel, prompt: PromptText, foil: string): number {
  const { ids, responsePositions } = buildSequence(tokenizer, prompt.text, foil, {
    isTemplated: prompt.isTemplated
  })
  const id = ids[responsePositions[0]]
  if (id !== undefined && responsePositions[1] > responsePositions[0]) return id
  throw new AppError(
    'request/invalid',
    `foil ${JSON.stringify(foil)}: no token of ${checkpoint.name}, expected at least one`,
    { hint: 'Give a word as the foil, or none.' }
  )
}
