import type { HeadPlace } from '../../preload/analysis/heads/head-places.ts'
import type { HeadsLayer } from '../../preload/analysis/heads/record.ts'
import type { Request } from '../../preload/contract.ts'
import type { HeadsRecord, JobStatus, PartSource } from '../../preload/data.ts'
import { call, on, reportOf } from '../api.ts'
import { metricsOf, type GridMetric } from '../views/heads/grid-metrics.ts'
import { HeadsAnalysis } from './heads-analysis.svelte.ts'
import { HeadsAttention } from './heads-attention.svelte.ts'
import { HeadsInputs } from './heads-inputs.svelte.ts'
import { HeadsParts } from './heads-parts.svelte.ts'
import { HeadsSearch } from './heads-search.svelte.ts'
import { HeadsVerbs } from './heads-verbs.svelte.ts'
import { HeadsView, type HeadKey } from './heads-view.svelte.ts'
import { ResultRun, type OpenedOf } from './result-run.svelte.ts'
import { RunCost } from './run-cost.svelte.ts'
import type { Shell } from './shell.svelte.ts'

/** The Heads tab: what is asked for, what is running, and which part of the result is looked at. */
export class Heads {
  readonly inputs = new HeadsInputs()
  readonly cost = new RunCost('heads/plan')
  readonly run = new ResultRun('heads')
  readonly record: HeadsRecord | null = $derived(this.run.result?.record ?? this.run.partial)
  readonly view = new HeadsView()
  readonly parts = new HeadsParts<HeadsLayer>((source, layer) =>
    call('heads/layer', { source, layer })
  )
  readonly analysis = new HeadsAnalysis(
    () => this.record,
    () => this.view.withoutChance
  )
  readonly verbs = new HeadsVerbs(() => this.record, this.analysis)
  readonly search = new HeadsSearch(() => this.record)
  readonly attention: HeadsAttention
  /** Options are on screen; closed by itself once there is a result to look at. */
  isEditing = $state(true)
  /** Where layers of what is on screen are read from. */
  readonly source: PartSource | null = $derived.by(() => {
    if (this.run.result) return { resultId: this.run.result.row.resultId }
    return this.run.partial && this.run.jobId !== null ? { jobId: this.run.jobId } : null
  })

  #shell: Shell

  constructor(shell: Shell) {
    this.#shell = shell
    this.attention = new HeadsAttention(shell, () => this.view.head)
  }

  /** Of the deeper model. */
  readonly nLayers = $derived.by(() => {
    const { base, tuned } = this.#shell.pair
    return Math.max(1, base?.summary.nLayers ?? 0, tuned?.summary.nLayers ?? 0)
  })

  /** Why a run cannot start, in plain words; null when it can. */
  readonly problem = $derived.by((): string | null => {
    if (this.#shell.pair.isEmpty) return 'Open a checkpoint in the side bar.'
    return this.inputs.problem(this.nLayers)
  })

  readonly job: JobStatus | undefined = $derived.by(() => this.#shell.jobs.find(this.run.jobId))
  readonly isBusy = $derived(
    this.run.isStarting ||
      (this.job !== undefined && ['queued', 'running', 'cancelling'].includes(this.job.state))
  )

  /** What the grid shows: the chosen number, else the first that the record has. */
  readonly metric: GridMetric = $derived.by(() => {
    const known = metricsOf((this.record?.sides ?? []).map(({ role }) => role))
    return known.includes(this.view.metric) ? this.view.metric : (known[0] ?? 'change')
  })

  /** Where each model has a head; undefined while its layer is not done. */
  placeOf({ layer, head }: HeadKey): HeadPlace | undefined {
    return this.analysis.drift?.match.places.find(
      (place) => place.layer === layer && place.head === head
    )
  }

  request(): Request<'heads/start'> {
    const { pair, settings } = this.#shell
    return {
      base: pair.base?.handle ?? null,
      tuned: pair.tuned?.handle ?? null,
      words: this.inputs.words?.handle ?? null,
      similarity: this.inputs.similarity?.handle ?? null,
      settings: this.inputs.settings(settings.value.nThreads)
    }
  }

  async start(): Promise<void> {
    if (this.problem !== null || this.isBusy) return
    if (await this.run.start(() => call('heads/start', this.request()))) {
      this.#shell.navigation.openedResult = null
      this.#forget()
      this.view.page = 'grid'
      // It may have got far while the answer was on its way.
      if (this.job) await this.run.follow(this.job)
    }
  }

  /** Shows a stored result; its checkpoints need not be there. */
  open(opened: OpenedOf<'heads'>): void {
    if (this.run.result === opened) return
    this.run.show(opened)
    this.#forget()
    this.view.page = 'grid'
  }

  /** Shows stored attention patterns, beside the relations that are there. */
  openAttention(opened: OpenedOf<'attention'>): void {
    if (this.attention.run.result === opened) return
    this.attention.open(opened)
    this.view.page = 'attention'
  }

  /** The one click of the first run. */
  async runSample(): Promise<void> {
    if (await this.#shell.pair.openSample()) await this.start()
  }

  async pick(what: 'words' | 'similarity'): Promise<void> {
    try {
      const picked = await call(`${what}/pick`, {})
      if (picked) this.inputs[what] = picked
    } catch (thrown) {
      this.#shell.toasts.show(reportOf(thrown).message)
    }
  }

  changed(job: JobStatus): void {
    this.attention.changed(job)
    if (job.jobId !== this.run.jobId) return
    // The job bar says why; without a result to look at, the options are what can be changed.
    const hasEnded = job.state === 'failed' || job.state === 'cancelled'
    if (hasEnded && this.record === null) this.isEditing = true
    void this.run.follow(job)
  }

  /** What was looked at belongs to another result. */
  #forget(): void {
    this.parts.clear()
    this.search.clear()
    this.view.reset()
    this.isEditing = false
  }
}

const ofShell = new WeakMap<Shell, Heads>()

/** One for each window: it outlives the tab's elements, so that switching tabs loses nothing. */
export function headsOf(shell: Shell): Heads {
  const heads = ofShell.get(shell)
  if (heads) return heads
  const created = new Heads(shell)
  ofShell.set(shell, created)
  on('job/changed', (job) => created.changed(job))
  return created
}
