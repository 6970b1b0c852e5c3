import {
  studyModes,
  type StudyCaseDetail,
  type StudyMode,
  type StudyRole
} from '../../preload/analysis/studies/record.ts'
import type { ErrorReport, Request } from '../../preload/contract.ts'
import type { JobStatus, OpenedDataset, PartSource, StudyRecord } from '../../preload/data.ts'
import { call, on } from '../api.ts'
import { MatrixLink } from '../matrix/matrix-link.svelte.ts'
import { HeadsParts } from './heads-parts.svelte.ts'
import { ResultRun, type OpenedOf } from './result-run.svelte.ts'
import { RunCost } from './run-cost.svelte.ts'
import type { Shell } from './shell.svelte.ts'
import { StudyData } from './study-data.svelte.ts'
import { StudyImport } from './study-import.svelte.ts'
import { StudyInputs, type ModeContext } from './study-inputs.svelte.ts'
import { StudyRatings } from './study-ratings.svelte.ts'
import { rerunRequest } from './study-rerun.ts'
import { StudyView } from './study-view.svelte.ts'

/** Maps of a few cases stay, so that going back and forth reads nothing again. */
const mostCasesKept = 12

/** The Studies tab: what is asked for, what is running, and what of the result is looked at. */
export class Studies {
  readonly data = new StudyData()
  readonly inputs = new StudyInputs()
  readonly cost = new RunCost('study/plan')
  readonly recorded = new StudyImport()
  readonly run = new ResultRun('study')
  readonly record: StudyRecord | null = $derived(this.run.result?.record ?? this.run.partial)
  readonly resultId: string | null = $derived(this.run.result?.row.resultId ?? null)
  readonly view = new StudyView()
  readonly ratings = new StudyRatings(
    () => this.record,
    () => this.resultId
  )
  /** By `mapsKey`. */
  readonly maps = new HeadsParts<StudyCaseDetail>((source, key) => {
    const mode = studyModes[key % studyModes.length]!
    return call('study/case', { source, case: Math.floor(key / studyModes.length), mode })
  }, mostCasesKept)
  readonly link = new MatrixLink()
  /** The set-up is on screen; closed by itself once there is a result to look at. */
  isEditing = $state(true)
  readonly source: PartSource | null = $derived.by(() => {
    if (this.resultId !== null) return { resultId: this.resultId }
    return this.run.partial && this.run.jobId !== null ? { jobId: this.run.jobId } : null
  })
  #shell: Shell

  constructor(shell: Shell) {
    this.#shell = shell
  }

  readonly context: ModeContext = $derived.by(() => {
    const { base, tuned } = this.#shell.pair
    const roles: readonly StudyRole[] = [
      ...(base ? ['base' as const] : []),
      ...(tuned ? ['tuned' as const] : [])
    ]
    return { roles, preview: this.data.preview }
  })
  /** Why a run cannot start, in plain words; null when it can. */
  readonly problem = $derived.by((): string | null => {
    const { data } = this
    if (this.context.roles.length === 0) return 'Open a checkpoint in the side bar.'
    if (!data.preview) return 'Choose a data set.'
    if (data.mapping.prompt === '') return 'Say which column holds the prompts.'
    if (data.isReading) return 'Reading the data set…'
    if (data.error) return 'The data set cannot be read so.'
    if (data.preview.nCases === 0) return 'No row gives a case with these columns.'
    return this.inputs.problem(this.context)
  })

  readonly job: JobStatus | undefined = $derived.by(() => this.#shell.jobs.find(this.run.jobId))
  readonly isBusy = $derived(
    this.run.isStarting ||
      (this.job !== undefined && ['queued', 'running', 'cancelling'].includes(this.job.state))
  )
  /** The wanted mode if the study has it, else its first. */
  readonly mode: StudyMode = $derived.by(() => {
    const modes = (this.record?.runs ?? []).map(({ mode }) => mode)
    return modes.includes(this.view.mode) ? this.view.mode : (modes[0] ?? this.view.mode)
  })
  /** The mode whose responses are rated: what the models write themselves, where the study has it. */
  readonly ratedMode: StudyMode = $derived.by(() => {
    const modes = (this.record?.runs ?? []).map(({ mode }) => mode)
    return modes.includes('own') ? 'own' : this.mode
  })

  request(): Request<'study/start'> {
    const { pair, settings } = this.#shell
    const { device, nThreads } = settings.value
    const asked = this.inputs.settings(this.context, this.data.mapping, { device, nThreads })
    return {
      base: pair.base?.handle ?? null,
      tuned: pair.tuned?.handle ?? null,
      data: this.data.picked?.handle ?? '',
      settings: { ...asked, modes: [...asked.modes] }
    }
  }

  async start(): Promise<void> {
    if (this.problem !== null || this.isBusy) return
    await this.#begin(() => call('study/start', this.request()))
  }

  /** Why the failed cases cannot run again now, or the request that does it; null where none failed. */
  readonly rerun = $derived.by(() => {
    const { record, resultId } = this
    if (!record || resultId === null || this.isBusy) return null
    return rerunRequest(record, resultId, this.data.picked, this.#shell.pair)
  })

  async runFailed(): Promise<void> {
    const { rerun } = this
    if (rerun && 'request' in rerun) await this.#begin(() => call('study/start', rerun.request))
  }

  async importRecorded(): Promise<void> {
    if (this.recorded.isEmpty || this.isBusy) return
    if (await this.#begin(() => call('study/import', this.recorded.request()))) {
      this.recorded.isOpen = false
    }
  }

  /** Shows a stored result; neither its checkpoints nor its data need be there. */
  open(opened: OpenedOf<'study'>): void {
    if (this.run.result === opened) return
    this.run.show(opened)
    this.#forget()
    void this.ratings.load()
  }

  /** The one click of the first run: the sample pair, and its data set to look at before it runs. */
  async openSample(): Promise<void> {
    if (this.#shell.pair.isEmpty) await this.#shell.pair.openSample()
    if (await this.data.openSample()) this.isEditing = true
  }

  async pickData(): Promise<void> {
    if (await this.data.pick()) this.isEditing = true
  }

  /** A data set that came by drop, argument or a second start of the program. */
  arrive(opened: OpenedDataset): void {
    this.data.show(opened)
    this.#showSetup()
  }

  /** The same, of a file that could not be read; the data set before stays. */
  refuse(error: ErrorReport): void {
    this.data.error = error
    this.#showSetup()
  }

  /** Maps of a case; undefined while they are not there. */
  mapsOf(index: number, mode: StudyMode): StudyCaseDetail | undefined {
    return this.maps.get(mapsKey(index, mode))
  }

  /** Asks for the maps of a case. */
  async readMaps(index: number, mode: StudyMode): Promise<void> {
    if (this.source) await this.maps.read(this.source, mapsKey(index, mode))
  }

  async changed(job: JobStatus): Promise<void> {
    if (job.jobId !== this.run.jobId) return
    // The job bar says why; without a result to look at, the set-up is what can be changed.
    const hasEnded = job.state === 'failed' || job.state === 'cancelled'
    if (hasEnded && this.record === null) this.isEditing = true
    const before = this.resultId
    await this.run.follow(job)
    if (this.resultId !== before) await this.ratings.load()
  }

  /** Returns whether the run could be started. */
  async #begin(ask: () => Promise<{ readonly jobId: string }>): Promise<boolean> {
    if (!(await this.run.start(ask))) return false
    this.#shell.navigation.openedResult = null
    this.#forget()
    void this.ratings.load()
    // It may have got far while the answer was on its way.
    if (this.job) await this.changed(this.job)
    return true
  }

  /** Brings the set-up on screen, whatever was there. */
  #showSetup(): void {
    this.isEditing = true
    this.recorded.isOpen = false
    this.#shell.navigation.tab = 'studies'
  }

  /** What was looked at belongs to another study. */
  #forget(): void {
    this.maps.clear()
    this.link.reset()
    this.view.reset()
    this.isEditing = false
  }
}

/** A case under a mode as one number. */
function mapsKey(index: number, mode: StudyMode): number {
  return index * studyModes.length + studyModes.indexOf(mode)
}

const ofShell = new WeakMap<Shell, Studies>()

/** One for each window: it outlives the tab's elements, so that switching tabs loses nothing. */
export function studiesOf(shell: Shell): Studies {
  const studies = ofShell.get(shell)
  if (studies) return studies
  const created = new Studies(shell)
  ofShell.set(shell, created)
  on('job/changed', (job) => void created.changed(job))
  return created
}
