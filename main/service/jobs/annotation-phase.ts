import type { JobResult } from '../../worker/contract.ts'

const nShown = 20

/**
 * What came of a labelling, as the phase of its job: it stays with the job, and names the answers that could
 * not be used.
 */
export function annotationPhase({
  labels,
  problems
}: Extract<JobResult, { kind: 'annotation' }>): string {
  const kept = `${labels.length} ${labels.length === 1 ? 'label' : 'labels'}`
  if (problems.length === 0) return kept
  const shown = problems.slice(0, nShown).join('; ')
  const more = problems.length - nShown
  return `${kept}, ${problems.length} not usable: ${shown}${more > 0 ? `; and ${more} more` : ''}`
}
