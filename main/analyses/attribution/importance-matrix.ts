import type { Extent, Sources } from './forward.ts'
import type { AttributionPlan } from './plan.ts'

/**
 * Puts the numbers of some batches where they belong: rows of the matrix forward and by leave-one-out,
 * columns in reverse.
 *
 * @param matrix   [N, M], filled in
 * @param values   batch after batch, as the analyses give them
 * @param batches  ranges of prompt tokens, or of response tokens in reverse
 */
export function placeBatches(
  matrix: Float32Array,
  values: Float32Array,
  batches: readonly Sources[],
  method: AttributionPlan['method'],
  { nPrompt, nResponse }: Pick<Extent, 'nPrompt' | 'nResponse'>
): void {
  let offset = 0
  for (const [from, to] of batches) {
    if (method === 'reverse') {
      for (let n = 0; n < nPrompt; n++) {
        matrix.set(values.subarray(offset, offset + to - from), n * nResponse + from)
        offset += to - from
      }
    } else {
      const size = (to - from) * nResponse
      matrix.set(values.subarray(offset, offset + size), from * nResponse)
      offset += size
    }
  }
}
