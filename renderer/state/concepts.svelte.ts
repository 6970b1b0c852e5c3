import type { ErrorReport, Request } from '../../preload/contract.ts'
import type { ConceptsPlan, ConceptsRecord, PartSource, JobStatus } from '../../preload/data.ts'
import { call, on, reportOf } from '../api.ts'
import { defaultLayer } from '../views/concepts/default-layer.ts'
import { Annotation } from './annotation.svelte.ts'
import { ConceptsInputs } from './concepts-inputs.svelte.ts'
import { ConceptsLabels, sourceKey } from './concepts-labels.svelte.ts'
import { ConceptsLayers } from './concepts-layers.svelte.ts'
import { ConceptsSearch } from './concepts-search.svelte.ts'
import { ConceptsShares } from './concepts-shares.svelte.ts'
import { ConceptsTable } from './concepts-table.svelte.ts'
import { ConceptsView } from './concepts-view.svelte.ts'
import { ResultRun, type OpenedOf } from './result-run.svelte.ts'
import type { Shell } from './shell.svelte.ts'

const planPauseMs = 400

/** The Concepts tab: what is asked for, what is running, and which part of the result is looked at. */
export class Concepts {
  readonly inputs = new ConceptsInputs()
  readonly run = new ResultRun('concepts')
  readonly layers = new ConceptsLayers()
  readonly view = new ConceptsView()
  readonly record: ConceptsRecord | null = $derived(this.run.result?.record ?? this.run.partial)
  readonly labels = new ConceptsLabels(() => this.record)
  readonly annotation = new Annotation()
  readonly shares = new ConceptsShares(() => this.record, this.labels)
  readonly search = new ConceptsSearch(() => this.record)
  /** The layer that is looked into: the chosen one, else the one to begin with. */
  readonly layer = $derived.by(() => this.view.layer ?? (this.record && defaultLayer(this.record)))
  readonly table = new ConceptsTable(
    () => this.record,
    () => this.layers.get(this.layer),
    this.labels,
    this.view
  )
  /** Where layers and words of what is on screen are read from. */
  readonly source: PartSource | null = $derived.by(() => {
    if (this.run.result) return { resultId: this.run.result.row.resultId }
    return this.run.partial && this.run.jobId !== null ? { jobId: this.run.jobId } : null
  })
  /** Options are on screen; closed by itself once there is a result to look at. */
  isEditing = $state(true)
  plan = $state.raw<ConceptsPlan | null>(null)
  planError = $state.raw<ErrorReport>()
  isPlanning = $state(false)

  #shell: Shell
  #planTimer: ReturnType<typeof setTimeout> | undefined
  #latestPlan = 0

  constructor(shell: Shell) {
    this.#shell = shell
  }

  /** Index of the deeper model's last layer. */
  readonly lastLayer = $derived.by(() => {
    const { base, tuned } = this.#shell.pair
    return Math.max(1, base?.summary.nLayers ?? 0, tuned?.summary.nLayers ?? 0) - 1
  })

  /** Why a run cannot start, in plain words; null when it can. */
  readonly problem = $derived.by((): string | null => {
    if (this.#shell.pair.isEmpty) return 'Open a checkpoint in the side bar.'
    return this.inputs.problem(this.lastLayer + 1)
  })

  readonly job: JobStatus | undefined = $derived.by(() => this.#shell.jobs.find(this.run.jobId))
  readonly isBusy = $derived(
    this.run.isStarting ||
      (this.job !== undefined && ['queued', 'running', 'cancelling'].includes(this.job.state))
  )

  request(): Request<'concepts/start'> {
    const { pair, settings } = this.#shell
    return {
      base: pair.base?.handle ?? null,
      tuned: pair.tuned?.handle ?? null,
      words: this.inputs.words?.handle ?? null,
      settings: this.inputs.settings(settings.value.nThreads)
    }
  }

  async start(): Promise<void> {
    if (this.problem !== null || this.isBusy) return
    if (await this.run.start(() => call('concepts/start', this.request()))) {
      this.#shell.navigation.openedResult = null
      this.#forget()
      this.isEditing = false
      // It may have got far while the answer was on its way.
      if (this.job) await this.run.follow(this.job)
    }
  }

  /** Shows a stored result; its checkpoints need not be there. */
  open(opened: OpenedOf<'concepts'>): void {
    if (this.run.result === opened) return
    this.run.show(opened)
    this.#forget()
    this.isEditing = false
  }

  /** The one click of the first run. */
  async runSample(): Promise<void> {
    if (await this.#shell.pair.openSample()) await this.start()
  }

  async pickWords(): Promise<void> {
    try {
      const picked = await call('words/pick', {})
      if (picked) this.inputs.words = picked
    } catch (thrown) {
      this.#shell.toasts.show(reportOf(thrown).message)
    }
  }

  /** Asks what a run would cost, a moment after the last change. */
  askPlan(request: Request<'concepts/plan'>): void {
    clearTimeout(this.#planTimer)
    const ticket = ++this.#latestPlan
    this.#planTimer = setTimeout(async () => {
      this.isPlanning = true
      try {
        const plan = await call('concepts/plan', request)
        if (ticket !== this.#latestPlan) return
        this.plan = plan
        this.planError = undefined
      } catch (thrown) {
        if (ticket === this.#latestPlan) this.planError = reportOf(thrown)
      } finally {
        if (ticket === this.#latestPlan) this.isPlanning = false
      }
    }, planPauseMs)
  }

  forgetPlan(): void {
    clearTimeout(this.#planTimer)
    this.#latestPlan++
    this.plan = null
    this.planError = undefined
    this.isPlanning = false
  }

  /** Labels that a language model gave just now are the ones to look at. */
  async #showNewLabels(): Promise<void> {
    const resultId = this.run.result?.row.resultId
    if (resultId === undefined) return
    const known = new Set(this.labels.sources.map(sourceKey))
    await this.labels.load(resultId)
    const added = this.labels.sources.find((source) => !known.has(sourceKey(source)))
    if (added) this.labels.choose(sourceKey(added))
    this.#shell.toasts.show('The language model’s labels are stored with the result')
  }

  /** What was looked at belongs to another result. */
  #forget(): void {
    this.layers.clear()
    this.search.clear()
    this.view.reset()
  }

  changed(job: JobStatus): void {
    if (this.annotation.hasEnded(job)) void this.#showNewLabels()
    if (job.jobId !== this.run.jobId) return
    // The job bar says why; without a result to look at, the options are what can be changed.
    const hasEnded = job.state === 'failed' || job.state === 'cancelled'
    if (hasEnded && this.record === null) this.isEditing = true
    void this.run.follow(job)
  }
}

const ofShell = new WeakMap<Shell, Concepts>()

/** One for each window: it outlives the tab's elements, so that switching tabs loses nothing. */
export function conceptsOf(shell: Shell): Concepts {
  const concepts = ofShell.get(shell)
  if (concepts) return concepts
  const created = new Concepts(shell)
  ofShell.set(shell, created)
  on('job/changed', (job) => created.changed(job))
  return created
}
