import type { AttentionLayer } from '../../preload/analysis/heads/attention-record.ts'
import type { Request } from '../../preload/contract.ts'
import type { AttentionRecord, JobStatus, PartSource } from '../../preload/data.ts'
import { call } from '../api.ts'
import { MatrixLink } from '../matrix/matrix-link.svelte.ts'
import { HeadsParts } from './heads-parts.svelte.ts'
import type { HeadKey } from './heads-view.svelte.ts'
import { ResultRun, type OpenedOf } from './result-run.svelte.ts'
import type { Shell } from './shell.svelte.ts'

/** [nHeads, T, T] of a layer is large: a few stay. */
const mostLayersKept = 4

/** What the heads do on one prompt: a run and a result of its own. */
export class HeadsAttention {
  readonly run = new ResultRun('attention')
  readonly record: AttentionRecord | null = $derived(this.run.result?.record ?? this.run.partial)
  readonly parts = new HeadsParts<AttentionLayer>(
    (source, layer) => call('attention/layer', { source, layer }),
    mostLayersKept
  )
  readonly link = new MatrixLink()
  prompt = $state('')
  useChatTemplate = $state(false)
  isEditing = $state(true)
  /** The first token, on which attention rests that goes nowhere. */
  hidesSink = $state(false)
  arrangement = $state<'both' | 'difference'>('both')
  #shell: Shell
  #head: () => HeadKey | null

  constructor(shell: Shell, head: () => HeadKey | null) {
    this.#shell = shell
    this.#head = head
  }

  readonly source: PartSource | null = $derived.by(() => {
    if (this.run.result) return { resultId: this.run.result.row.resultId }
    return this.run.partial && this.run.jobId !== null ? { jobId: this.run.jobId } : null
  })
  readonly job: JobStatus | undefined = $derived.by(() => this.#shell.jobs.find(this.run.jobId))
  readonly isBusy = $derived(
    this.run.isStarting ||
      (this.job !== undefined && ['queued', 'running', 'cancelling'].includes(this.job.state))
  )
  /** Why a run cannot start, in plain words; null when it can. */
  readonly problem = $derived.by((): string | null => {
    if (this.#shell.pair.isEmpty) return 'Open a checkpoint in the side bar.'
    return this.prompt.trim() === '' ? 'Write or paste a prompt.' : null
  })
  /** The chosen head if the result has it, else its first one. */
  readonly head = $derived.by((): HeadKey | null => {
    const { record } = this
    const first = record?.layers[0]
    if (!record || first === undefined) return null
    const wanted = this.#head()
    const nHeads = Math.max(...record.sides.map((side) => side.nHeads))
    return wanted && record.layers.includes(wanted.layer) && wanted.head < nHeads
      ? wanted
      : { layer: first, head: 0 }
  })

  request(): Request<'attention/start'> {
    const { pair, settings } = this.#shell
    return {
      base: pair.base?.handle ?? null,
      tuned: pair.tuned?.handle ?? null,
      settings: {
        prompt: this.prompt.trim(),
        useChatTemplate: this.useChatTemplate,
        layers: null,
        nThreads: settings.value.nThreads
      }
    }
  }

  async start(): Promise<void> {
    if (this.problem !== null || this.isBusy) return
    if (await this.run.start(() => call('attention/start', this.request()))) {
      this.#shell.navigation.openedResult = null
      this.#forget()
      if (this.job) await this.run.follow(this.job)
    }
  }

  /** Shows a stored result; its checkpoints need not be there. */
  open(opened: OpenedOf<'attention'>): void {
    if (this.run.result === opened) return
    this.run.show(opened)
    this.prompt = opened.record.prompt
    this.useChatTemplate = opened.record.settings.useChatTemplate
    this.#forget()
  }

  changed(job: JobStatus): void {
    if (job.jobId !== this.run.jobId) return
    const hasEnded = job.state === 'failed' || job.state === 'cancelled'
    if (hasEnded && this.record === null) this.isEditing = true
    void this.run.follow(job)
  }

  #forget(): void {
    this.parts.clear()
    this.link.reset()
    this.isEditing = false
  }
}
