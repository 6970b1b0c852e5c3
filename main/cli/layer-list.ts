import { wrongUse } from './wrong-use.ts'

const mostLayers = 10_000

/**
 * Layers such as `0-7,12`, counted from 0: ascending and each once.
 *
 * @throws CommanderError for anything else, and for a range that runs backwards
 */
export function layerList(text: string): number[] {
  const layers = new Set<number>()
  for (const part of text.split(',')) {
    const [, from, to = from] = /^\s*(\d{1,4})(?:-(\d{1,4}))?\s*$/.exec(part) ?? []
    if (from === undefined || Number(to) < Number(from) || Number(to) >= mostLayers) {
      throw wrongUse(`--layers: found "${text}", expected layers from 0 on, such as 0-7,12`)
    }
    for (let layer = Number(from); layer <= Number(to); layer++) layers.add(layer)
  }
  return [...layers].sort((a, b) => a - b)
}
