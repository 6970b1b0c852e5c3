/** Floating-point operations of a case, before it runs. */
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import type { StudyRole, StudySettings } from '../../../../preload/analysis/studies/record.ts'
import type { Extent } from '../../../analyses/attribution/forward.ts'
import { passOperations } from '../../../analyses/attribution/operations.ts'
import { planAttribution } from '../../../analyses/attribution/plan.ts'
import type { Checkpoint } from '../../../checkpoint/checkpoint.ts'
import type { ModelConfig } from '../../../checkpoint/config.ts'
import { chunkOfGeneration } from '../generation-plan.ts'
import type { CaseLength } from './study-lengths.ts'
import { isWriting, mappedModes, responderOf } from './study-request.ts'

export interface CaseOperations {
  /** Maps and ablation: products of many rows. */
  readonly wide: number
  /** Writing: token by token, products of one row. */
  readonly narrow: number
}

/**
 * A response that is still to be written is taken as long as the data set's own, where it gives one, else as
 * long as the limit.
 *
 * @throws AppError `request/invalid` over the context
 */
export function caseOperations(
  checkpoint: Checkpoint,
  role: StudyRole,
  { reference, instructionSpans }: StudyCase,
  length: CaseLength,
  settings: StudySettings,
  freeBytes: number
): CaseOperations {
  const { config } = checkpoint
  const { responseStart, nPrompt, nReference } = length
  const nWritten =
    nReference > 0 ? Math.min(nReference, settings.nTokensLimit) : settings.nTokensLimit
  const extentOf = (nResponse: number): Extent => ({
    promptStart: responseStart - nPrompt,
    nPrompt,
    responseStart,
    nResponse
  })
  let wide = 0
  const isResponder = responderOf(settings) === role
  for (const mode of isResponder ? (['own'] as const) : mappedModes(settings)) {
    const isGiven = mode === 'same' && settings.sameResponse === 'reference'
    if (isGiven && (reference === null || nReference === 0)) continue
    const nResponse = isGiven ? nReference : nWritten
    const { direction } = settings
    wide += planAttribution({
      checkpoint,
      extent: extentOf(nResponse),
      settings: { direction, memory: 'streamed', target: 'probability' },
      estimator: 'gradient',
      freeBytes
    }).operations
  }
  const nInputs = responseStart + nWritten
  const variants = settings.ablation === null ? 0 : 1 + 2 * instructionSpans.length
  const whole = passAndHead(config, nInputs, nWritten)
  return { wide: wide + variants * whole, narrow: isWriting(role, settings) ? whole : 0 }
}

function passAndHead(config: ModelConfig, nInputs: number, nResponse: number): number {
  const head = 2 * nResponse * config.nVocab * config.dModel
  return config.nLayers * passOperations(config, nInputs, chunkOfGeneration) + head
}
