import type { DatasetPreview, StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import {
  defaultResponseTokens,
  studyModes,
  type AblationMethod,
  type SameResponse,
  type StudyMode,
  type StudyRole,
  type StudySettings
} from '../../preload/analysis/studies/record.ts'
import type { DeviceName, Direction, MemoryMode } from '../../preload/data.ts'

/** What decides which modes a study can have. */
export interface ModeContext {
  readonly roles: readonly StudyRole[]
  /** Null while no data set is open. */
  readonly preview: Pick<DatasetPreview, 'nWithResponse'> | null
}

export const sameResponses = ['reference', 'base', 'tuned'] as const satisfies SameResponse[]

/** Ranges that the contract takes. */
const mostTokens = 100_000
const mostThreads = 1_024
const mostCases = 2 ** 31
const largestSeed = 2 ** 31

/** What the user has chosen for the next study, beside its data. */
export class StudyInputs {
  /** Modes that are wanted; those that the models and the data allow are run. */
  wanted = $state.raw<readonly StudyMode[]>(studyModes)
  wantedResponse = $state<SameResponse>('reference')
  isLimited = $state(false)
  nCases = $state(40)
  nTokensLimit = $state(defaultResponseTokens)
  useChatTemplate = $state(false)
  ablation = $state<AblationMethod | 'off'>('off')
  seed = $state(1)
  direction = $state<Direction>('auto')
  memory = $state<MemoryMode>('auto')
  /** Null takes that of the settings. */
  device = $state<DeviceName | null>(null)
  nThreads = $state<number | null>(null)

  toggle(mode: StudyMode): void {
    this.wanted = studyModes.filter(
      (candidate) => this.wanted.includes(candidate) !== (candidate === mode)
    )
  }

  modes(context: ModeContext): readonly StudyMode[] {
    return this.wanted.filter((mode) => modeProblem(mode, context) === null)
  }

  /** The response that is wanted, else the first that can be had. */
  sameResponse(context: ModeContext): SameResponse {
    const possible = sameResponses.filter((one) => responseProblem(one, context) === null)
    return possible.includes(this.wantedResponse)
      ? this.wantedResponse
      : (possible[0] ?? this.wantedResponse)
  }

  /** The first thing that keeps a run from starting, in plain words; null when nothing does. */
  problem(context: ModeContext): string | null {
    if (this.modes(context).length === 0) return 'Choose at least one mode.'
    if (this.isLimited && !isWithin(this.nCases, 1, mostCases)) {
      return 'The number of cases must be a whole number from 1.'
    }
    if (!isWithin(this.nTokensLimit, 1, mostTokens)) {
      return `The token limit must be a whole number from 1 to ${mostTokens}.`
    }
    if (this.ablation !== 'off' && !isWithin(this.seed, 0, largestSeed)) {
      return 'The seed must be a whole number from 0.'
    }
    if (this.nThreads !== null && !isWithin(this.nThreads, 0, mostThreads)) {
      return `The threads must be a whole number from 0 to ${mostThreads}.`
    }
    return null
  }

  settings(
    context: ModeContext,
    mapping: StudyMapping,
    standard: { readonly device: DeviceName; readonly nThreads: number }
  ): StudySettings {
    return {
      mapping,
      modes: this.modes(context),
      sameResponse: this.sameResponse(context),
      nCasesLimit: this.isLimited ? this.nCases : null,
      nTokensLimit: this.nTokensLimit,
      useChatTemplate: this.useChatTemplate,
      ablation: this.ablation === 'off' ? null : { method: this.ablation, seed: this.seed },
      direction: this.direction,
      memory: this.memory,
      device: this.device ?? standard.device,
      nThreads: this.nThreads ?? standard.nThreads,
      previous: null
    }
  }
}

/** Why a mode cannot be had, in plain words; null when it can. */
export function modeProblem(mode: StudyMode, { roles }: ModeContext): string | null {
  if (mode === 'length-matched' && roles.length < 2) return 'Needs a base and a tuned model.'
  return null
}

/** Why both models cannot be attributed on this response; null when they can. */
export function responseProblem(
  response: SameResponse,
  { roles, preview }: ModeContext
): string | null {
  if (response !== 'reference') {
    return roles.includes(response) ? null : `No ${response} model is open.`
  }
  if (preview && preview.nWithResponse === 0) return 'No column gives a response.'
  return null
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
