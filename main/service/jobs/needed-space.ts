import { AppError } from '../../errors.ts'
import type { JobSpec } from '../../worker/contract.ts'

/** Room for the database's own log and for whatever else writes meanwhile. */
const reserveBytes = 200e6
const safetyFactor = 1.2
/** What a chat template may add to a prompt. */
const nTemplateTokens = 1_024

/**
 * Upper bound of what a job writes, in bytes: float32 matrices [nResponse, nPrompt] for each model and
 * estimator, once as units and once as the result. A token is at least one character.
 */
export function estimateStoredBytes(spec: JobSpec): number {
  if (spec.kind === 'generation') return 0
  const { base, tuned, settings } = spec.request
  const nPrompt = settings.prompt.length + (settings.useChatTemplate ? nTemplateTokens : 0)
  const nResponse = Math.max(settings.response?.length ?? 0, settings.nTokensLimit)
  const nModels = (base === null ? 0 : 1) + (tuned === null ? 0 : 1)
  const nEstimators = settings.withLeaveOneOut ? 2 : 1
  return nPrompt * nResponse * 4 * nModels * nEstimators * 2
}

/** Throws `store/full` when a job's results might not fit (trust.md DUR-11). */
export function requireFreeSpace(spec: JobSpec, freeBytes: number): void {
  if (spec.kind === 'generation') return
  const neededBytes = estimateStoredBytes(spec) * safetyFactor + reserveBytes
  if (freeBytes >= neededBytes) return
  throw new AppError(
    'store/full',
    `disk full: ${inMegabytes(freeBytes)} free where results are kept, ` +
      `${inMegabytes(neededBytes)} needed`,
    { hint: 'Free some space, then resume the run.' }
  )
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`
}
