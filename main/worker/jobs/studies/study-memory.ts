/** Whether a model stays in memory over all cases of a study, decided over the longest one. */
import type { StudySettings } from '../../../../preload/analysis/studies/record.ts'
import type { Extent } from '../../../analyses/attribution/forward.ts'
import { layerWeights } from '../../../analyses/attribution/operations.ts'
import { planAttribution, usableShare } from '../../../analyses/attribution/plan.ts'
import type { Checkpoint } from '../../../checkpoint/checkpoint.ts'
import type { ModelConfig } from '../../../checkpoint/config.ts'
import { AppError } from '../../../errors.ts'
import type { CaseLength } from './study-lengths.ts'

export interface StudyMemoryRequest {
  readonly checkpoint: Checkpoint
  readonly lengths: readonly CaseLength[]
  /** Most tokens of a response that is written; 0 where none is. */
  readonly nWritten: number
  readonly readsReference: boolean
  readonly settings: Pick<StudySettings, 'direction' | 'memory' | 'ablation'>
  readonly freeBytes: number
}

export interface StudyMemory {
  readonly memory: 'resident' | 'streamed'
  readonly neededBytes: number
}

/** @throws AppError `engine/out-of-memory` where the longest case does not even fit with streamed weights */
export function studyMemory(request: StudyMemoryRequest): StudyMemory {
  const { checkpoint, settings, freeBytes } = request
  const extent = longestExtent(request)
  const plan = (memory: 'auto' | 'streamed') =>
    planAttribution({
      checkpoint,
      extent,
      settings: { direction: settings.direction, memory, target: 'probability' },
      estimator: 'gradient',
      freeBytes
    })
  const one = plan('auto')
  const residentBytes = one.neededBytes + moreBytes(checkpoint.config, request)
  const fits = one.memory === 'resident' && residentBytes <= freeBytes * usableShare
  if (settings.memory !== 'streamed' && fits) {
    return { memory: 'resident', neededBytes: residentBytes }
  }
  const streamed = plan('streamed')
  if (settings.memory !== 'resident')
    return { memory: 'streamed', neededBytes: streamed.neededBytes }
  const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`
  throw new AppError(
    'engine/out-of-memory',
    `${checkpoint.name}: needs ${gibibytes(residentBytes)} to stay in memory over all cases, free are ${gibibytes(freeBytes)}`,
    { hint: `Streamed memory needs ${gibibytes(streamed.neededBytes)} and would fit.` }
  )
}

/** Long enough for every case that fits into the context. */
function longestExtent({
  checkpoint: { config },
  lengths,
  nWritten,
  readsReference
}: StudyMemoryRequest): Extent {
  const isOpen = config.rope.type === 'dynamic'
  const fitting = lengths.filter(
    ({ responseStart }) => isOpen || responseStart < config.maxPositions
  )
  const most = (of: (length: CaseLength) => number) => Math.max(1, ...fitting.map(of))
  const responseStart = most((length) => length.responseStart)
  const nReference = readsReference ? most((length) => length.nReference) : 1
  const room = isOpen ? Infinity : config.maxPositions - responseStart
  return {
    promptStart: 0,
    nPrompt: most(({ nPrompt }) => nPrompt),
    responseStart,
    nResponse: Math.min(Math.max(nWritten, nReference), room)
  }
}

/**
 * Beside one map's needs: the sessions that a study keeps loaded too. The primal, the other direction
 * where each case takes its cheaper one, the decoder for writing and ablation, and the head for logits, for
 * their gradient, for writing and for ablation.
 */
function moreBytes(
  config: ModelConfig,
  { nWritten, settings }: Pick<StudyMemoryRequest, 'nWritten' | 'settings'>
): number {
  const decodes = nWritten > 0 || settings.ablation !== null
  const copies = 1 + (settings.direction === 'auto' ? 1 : 0) + (decodes ? 1 : 0)
  const layers = 4 * config.nLayers * layerWeights(config)
  const head = 4 * config.nVocab * config.dModel
  const heads = 2 + (nWritten > 0 ? 1 : 0) + (settings.ablation !== null ? 1 : 0)
  return copies * layers + heads * head
}
