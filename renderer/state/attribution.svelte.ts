import type { ErrorReport, Request } from '../../preload/contract.ts'
import type {
  AttributionRecord,
  JobError,
  JobStatus,
  LiveText,
  Role,
  RunPlan
} from '../../preload/data.ts'
import { call, on, reportOf } from '../api.ts'
import { AttributionDisplay } from './attribution-display.svelte.ts'
import { AttributionInputs } from './attribution-inputs.svelte.ts'
import { ResultRun, type OpenedOf } from './result-run.svelte.ts'
import type { Shell } from './shell.svelte.ts'

const planPauseMs = 400

/** The Attribution tab: what is asked for, what is running, and how the result is looked at. */
export class Attribution {
  readonly inputs = new AttributionInputs()
  readonly run = new ResultRun('attribution')
  readonly record: AttributionRecord | null = $derived(this.run.result?.record ?? this.run.partial)
  readonly display = new AttributionDisplay(() => this.record)
  /** Editors and options are on screen; closed by itself once there is a result to look at. */
  isEditing = $state(true)
  plans = $state.raw<readonly RunPlan[]>([])
  planError = $state.raw<ErrorReport>()
  isPlanning = $state(false)
  generationId = $state<string | null>(null)
  generationError = $state.raw<ErrorReport | JobError>()

  #shell: Shell
  #planTimer: ReturnType<typeof setTimeout> | undefined
  #latestPlan = 0

  constructor(shell: Shell) {
    this.#shell = shell
  }

  /** Why a run cannot start, in plain words; null when it can. */
  readonly problem = $derived.by((): string | null => {
    const { base, tuned } = this.#shell.pair
    if (!base && !tuned) return 'Open a checkpoint in the side bar.'
    if (!base && ['base', 'length-matched'].includes(this.inputs.respond)) {
      return 'This comparison needs a base model.'
    }
    if (!tuned && ['tuned', 'length-matched'].includes(this.inputs.respond)) {
      return 'This comparison needs a tuned model.'
    }
    return this.inputs.problem
  })

  readonly job: JobStatus | undefined = $derived.by(() => this.#shell.jobs.find(this.run.jobId))
  readonly isBusy = $derived(
    this.run.isStarting ||
      (this.job !== undefined && ['queued', 'running', 'cancelling'].includes(this.job.state))
  )
  readonly isGenerating = $derived.by(() => {
    const job = this.#shell.jobs.find(this.generationId)
    return this.generationId !== null && (job === undefined || isGoing(job))
  })

  request(): Request<'attribution/start'> {
    const { pair, settings } = this.#shell
    const asked = this.inputs.settings(settings.value.device, settings.value.nThreads)
    return {
      base: pair.base?.handle ?? null,
      tuned: pair.tuned?.handle ?? null,
      settings: {
        ...asked,
        instructionSpans: asked.instructionSpans.map(([start, end]): [number, number] => [
          start,
          end
        ])
      }
    }
  }

  async start(): Promise<void> {
    if (this.problem !== null || this.isBusy) return
    if (await this.run.start(() => call('attribution/start', this.request()))) {
      this.#shell.navigation.openedResult = null
      this.display.reset()
      this.isEditing = false
      // It may have got far while the answer was on its way.
      if (this.job) await this.run.follow(this.job)
    }
  }

  /** Shows a stored result; its checkpoints need not be there. */
  open(opened: OpenedOf<'attribution'>): void {
    if (this.run.result === opened) return
    this.run.show(opened)
    this.display.reset()
    this.isEditing = false
  }

  /** Copies what the result on screen was made from into the editors. */
  reuse(): void {
    const { record } = this
    if (!record) return
    const [first] = record.sides
    this.inputs.fill({
      id: '',
      prompt: record.prompt,
      response: first?.response ?? '',
      instruction: ''
    })
    for (const span of record.instructionSpans) this.inputs.markCodePoints(span)
    this.inputs.target = record.target
    this.inputs.foil = record.foil ?? ''
    this.isEditing = true
  }

  /** The one click of the first run. */
  async runSample(): Promise<void> {
    const sample = await this.#shell.pair.openSample()
    const first = sample?.cases[0]
    if (!first) return
    this.inputs.fill(first)
    await this.start()
  }

  /** Asks what a run would cost, a moment after the last change. */
  plan(request: Request<'attribution/plan'>): void {
    clearTimeout(this.#planTimer)
    const ticket = ++this.#latestPlan
    this.#planTimer = setTimeout(async () => {
      this.isPlanning = true
      try {
        const plans = await call('attribution/plan', request)
        if (ticket !== this.#latestPlan) return
        this.plans = plans
        this.#shell.device.plans = plans
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
    this.plans = []
    this.planError = undefined
    this.isPlanning = false
  }

  async suggestInstruction(): Promise<void> {
    try {
      const prompt = this.inputs.settings('auto', 0).prompt
      const span = await call('text/suggest-instruction', { prompt })
      if (span) this.inputs.markCodePoints(span)
      else this.#shell.toasts.show('No sentence was found to propose.')
    } catch (thrown) {
      this.#shell.toasts.show(reportOf(thrown).message)
    }
  }

  /** Lets one model write the response into the editor. */
  async generate(role: Role): Promise<void> {
    const checkpoint = this.#shell.pair[role]
    if (!checkpoint || this.isGenerating) return
    this.generationError = undefined
    try {
      const { jobId } = await call('generation/start', {
        handle: checkpoint.handle,
        role,
        prompt: this.inputs.settings('auto', 0).prompt,
        useChatTemplate: this.inputs.useChatTemplate,
        nTokensLimit: this.inputs.nTokensLimit
      })
      this.inputs.respond = 'given'
      this.inputs.response = ''
      this.generationId = jobId
    } catch (thrown) {
      this.generationError = reportOf(thrown)
    }
  }

  wrote(text: LiveText): void {
    if (text.jobId !== this.generationId) return
    this.inputs.response = text.text
    if (text.isComplete) this.generationId = null
  }

  changed(job: JobStatus): void {
    if (job.jobId === this.generationId && job.state === 'failed') {
      this.generationError = job.error ?? undefined
      this.generationId = null
    }
    // The job bar says why; without a map to look at, the inputs are what can be changed.
    const hasEnded = job.state === 'failed' || job.state === 'cancelled'
    if (job.jobId === this.run.jobId && hasEnded && this.record === null) this.isEditing = true
    void this.run.follow(job)
  }
}

function isGoing({ state }: JobStatus): boolean {
  return state === 'queued' || state === 'running' || state === 'cancelling'
}

const ofShell = new WeakMap<Shell, Attribution>()

/** One for each window: it outlives the tab's elements, so that switching tabs loses nothing. */
export function attributionOf(shell: Shell): Attribution {
  const attribution = ofShell.get(shell)
  if (attribution) return attribution
  const created = new Attribution(shell)
  ofShell.set(shell, created)
  on('job/changed', (job) => created.changed(job))
  on('generation/text', (text) => created.wrote(text))
  return created
}
