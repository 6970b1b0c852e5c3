/** Concepts as the JSON file has them, against the float64 reference. */
import { expect } from 'vitest'
import { readGoldenConcepts } from './concept-goldens.ts'
import { dot } from './dot.ts'

export interface LayerJson {
  readonly layer: number
  readonly eigenvalues: readonly number[]
  readonly explained: readonly number[]
  readonly separated: readonly boolean[]
  readonly residual: number
  readonly words: readonly (readonly number[])[]
  readonly scores: readonly (readonly number[])[]
  readonly labels: readonly { readonly level: string; readonly tasks: readonly string[] }[]
}

const nRecorded = 10
/** Scores are recorded with six decimals; ours follow a float32 direction. */
const scoreTolerance = 2e-5

/** @param directionsOf  [R, D] of a layer */
export function expectLayers(
  found: readonly LayerJson[],
  name: string,
  directionsOf: (layer: number) => Float32Array
): void {
  const recorded = readGoldenConcepts(name)
  expect(found.map(({ layer }) => layer)).toEqual(recorded.map(({ layer }) => layer))
  recorded.forEach((layer, i) => expectLayer(found[i]!, layer, directionsOf(layer.layer)))
}

function expectLayer(
  found: LayerJson,
  recorded: ReturnType<typeof readGoldenConcepts>[number],
  directions: Float32Array
): void {
  const { eigenvalues, explained, separated } = recorded
  const nRows = eigenvalues.length
  const dModel = directions.length / nRows
  expect(found.separated).toEqual(separated)
  expect(found.residual).toBeLessThanOrEqual(1e-4)
  expect(found.labels).toHaveLength(nRows)
  for (let r = 0; r < nRows; r++) {
    expect(Math.abs(found.eigenvalues[r]! - eigenvalues[r]!)).toBeLessThanOrEqual(
      1e-4 * eigenvalues[0]!
    )
    expect(Math.abs(found.explained[r]! - explained[r]!)).toBeLessThanOrEqual(1e-4 * explained[0]!)
    if (!separated[r]) continue
    const row = (all: Float32Array) => [...all.subarray(r * dModel, (r + 1) * dModel)]
    const cosine = dot(row(directions), row(recorded.directions)).sum
    expect(Math.abs(cosine)).toBeGreaterThanOrEqual(0.999)
    expectWords(found, recorded, r, Math.sign(cosine))
  }
}

/** The ten words in order, but where the scores of two are equal. A direction's sign is arbitrary. */
function expectWords(
  found: LayerJson,
  { words, scores }: ReturnType<typeof readGoldenConcepts>[number],
  r: number,
  sign: number
): void {
  for (let k = 0; k < nRecorded; k++) {
    const score = found.scores[r]![k]!
    const size = Math.abs(scores[r]![k]!)
    expect(Math.abs(Math.abs(score) - size)).toBeLessThanOrEqual(scoreTolerance)
    // Another word only for an equal score; past the tenth, one that equals the tenth.
    const place = words[r]!.indexOf(found.words[r]![k]!)
    const own = scores[r]![place < 0 ? nRecorded - 1 : place]!
    expect(Math.abs(Math.abs(own) - size)).toBeLessThanOrEqual(scoreTolerance)
    if (place >= 0) expect(Math.abs(sign * score - own)).toBeLessThanOrEqual(scoreTolerance)
  }
}
