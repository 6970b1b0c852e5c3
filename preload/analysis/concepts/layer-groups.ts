/** Groups of layers, over which shares are reported (method.md section 2, "Labels"; the paper's 8). */

/** The paper's groups of layers for concepts; its pictures of attention heads have 4. */
export const nLayerGroups = 8

export interface LayerGroup {
  /** g, 0 first: the same in two models, whichever layers it holds in each. */
  readonly index: number
  /** The layers that it spans, both included. */
  readonly first: number
  readonly last: number
  /** Those of them that were analysed, ascending; at least one. */
  readonly layers: readonly number[]
}

/**
 * Divides a model's layers: group g of G spans ⌊gL/G⌋ to ⌊(g + 1)L/G⌋ − 1. Below G layers each is a
 * group of its own.
 *
 * @param nLayers   L, of the whole model
 * @param nGroups   G
 * @param analysed  layers with concepts, in any order; all of them where left out
 * @returns         groups with at least one analysed layer, in order of depth; a group without one is
 *                  left out, and the others keep their index
 */
export function layerGroups(
  nLayers: number,
  nGroups: number = nLayerGroups,
  analysed?: Iterable<number>
): LayerGroup[] {
  if (!(Number.isInteger(nLayers) && nLayers >= 0 && Number.isInteger(nGroups) && nGroups > 0)) {
    throw new RangeError(`${nLayers} layers in ${nGroups} groups, expected whole numbers`)
  }
  const present = analysed === undefined ? null : new Set(analysed)
  const count = Math.min(nGroups, nLayers)
  const groups: LayerGroup[] = []
  for (let index = 0; index < count; index++) {
    const first = Math.floor((index * nLayers) / count)
    const last = Math.floor(((index + 1) * nLayers) / count) - 1
    const layers = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
      (layer) => present?.has(layer) ?? true
    )
    if (layers.length > 0) groups.push({ index, first, last, layers })
  }
  return groups
}

/**
 * The last quarter of a model's layers, ⌊3L/4⌋ to L − 1: the paper's last two groups of 8.
 *
 * @param nLayers  L
 * @returns        index of its first layer
 */
export function lastQuarterFrom(nLayers: number): number {
  return Math.floor((3 * nLayers) / 4)
}
