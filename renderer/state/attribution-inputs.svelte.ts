import type {
  AttributionSettings,
  DeviceName,
  Direction,
  MemoryMode,
  RespondMode,
  SampleCase,
  Span,
  TargetKind
} from '../../preload/data.ts'
import { stripText } from '../views/attribution/strip-text.ts'
import {
  addSpan,
  fromCodePointSpans,
  moveSpans,
  toCodePointSpans
} from '../views/attribution/text-spans.ts'

/** What the user has typed and chosen for the next run. */
export class AttributionInputs {
  #prompt = $state('')
  response = $state('')
  /** UTF-16 offsets into the prompt as typed. */
  spans = $state.raw<readonly Span[]>([])
  respond = $state<RespondMode>('given')
  target = $state<TargetKind>('probability')
  /** Empty: the most probable other token. */
  foil = $state('')
  withLeaveOneOut = $state(false)
  useChatTemplate = $state(false)
  nTokensLimit = $state(128)
  direction = $state<Direction>('auto')
  memory = $state<MemoryMode>('auto')
  /** Null: as in the settings. */
  device = $state<DeviceName | null>(null)
  nThreads = $state<number | null>(null)

  get prompt(): string {
    return this.#prompt
  }

  /** Marked parts move along with the text around them. */
  set prompt(text: string) {
    this.spans = moveSpans(this.#prompt, text, this.spans)
    this.#prompt = text
  }

  /** The first thing that keeps a run from starting, in plain words; null when nothing does. */
  readonly problem = $derived.by((): string | null => {
    if (stripText(this.#prompt) === '') return 'Write or paste a prompt.'
    if (this.respond === 'given' && stripText(this.response) === '') {
      return 'Write or paste a response, or let a model write it.'
    }
    if (!Number.isInteger(this.nTokensLimit) || this.nTokensLimit < 1) {
      return 'The token limit must be a whole number from 1.'
    }
    return null
  })

  mark(span: Span): void {
    this.spans = addSpan(this.#prompt, this.spans, span)
  }

  unmark(index: number): void {
    this.spans = this.spans.filter((_, i) => i !== index)
  }

  /** Marks a part that was counted in code points of the stripped prompt. */
  markCodePoints(span: Span): void {
    for (const marked of fromCodePointSpans(this.#prompt, [span])) this.mark(marked)
  }

  /** Fills prompt, response and instruction from a bundled case. */
  fill({ prompt, response, instruction }: SampleCase): void {
    this.spans = []
    this.#prompt = prompt
    this.response = response
    this.respond = 'given'
    const start = instruction === '' ? -1 : prompt.indexOf(instruction)
    if (start >= 0) this.mark([start, start + instruction.length])
  }

  settings(device: DeviceName, nThreads: number): AttributionSettings {
    return {
      prompt: stripText(this.#prompt),
      response: this.respond === 'given' ? stripText(this.response) : null,
      respond: this.respond,
      nTokensLimit: this.nTokensLimit,
      instructionSpans: toCodePointSpans(this.#prompt, this.spans),
      target: this.target,
      foil: this.target === 'contrastive' && this.foil !== '' ? this.foil : null,
      estimator: 'gradient',
      withLeaveOneOut: this.withLeaveOneOut,
      useChatTemplate: this.useChatTemplate,
      direction: this.direction,
      memory: this.memory,
      device: this.device ?? device,
      nThreads: this.nThreads ?? nThreads
    }
  }
}
