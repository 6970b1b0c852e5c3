import type { ModelConfig } from '../../checkpoint/config.ts'

export type HeadSizes = Pick<ModelConfig, 'nHeads' | 'nKvHeads' | 'dHead' | 'dModel'>

/** Key/value heads [from, to) with the query heads that share them: what is projected in one pass. */
export interface HeadGroup {
  readonly from: number
  readonly to: number
}

/** float32 bytes of one group's query and key weights; they are in memory up to three times while packed. */
export const usualWeightBytes = 64 * 2 ** 20

/** Bytes of the float32 weights of one key/value head and its query heads. */
export function headWeightBytes({ nHeads, nKvHeads, dHead, dModel }: HeadSizes): number {
  return 4 * (1 + nHeads / nKvHeads) * dHead * dModel
}

/**
 * Cuts a layer's heads into groups whose weights fit, of at least one key/value head: the words are gone
 * over once a group.
 */
export function headGroups(sizes: HeadSizes, weightBytes = usualWeightBytes): readonly HeadGroup[] {
  const { nKvHeads } = sizes
  const size = Math.min(nKvHeads, Math.max(1, Math.floor(weightBytes / headWeightBytes(sizes))))
  const nGroups = Math.ceil(nKvHeads / size)
  return Array.from({ length: nGroups }, (_, g) => ({
    from: Math.floor((g * nKvHeads) / nGroups),
    to: Math.floor(((g + 1) * nKvHeads) / nGroups)
  }))
}
