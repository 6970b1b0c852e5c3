import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readSafetensors } from './read-safetensors.ts'

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))

export interface RecordedConcepts {
  readonly layer: number
  readonly eigenvalues: readonly number[]
  readonly explained: readonly number[]
  readonly separated: readonly boolean[]
  /** [R, 10] lines of the word list, and their signed scores */
  readonly words: readonly (readonly number[])[]
  readonly scores: readonly (readonly number[])[]
}

export interface RecordedDrift {
  readonly layer: number
  readonly angles: Readonly<Record<string, readonly number[]>>
  readonly match: readonly number[]
  readonly cos: readonly number[]
}

/** The word list that the reference used. */
export const goldenWordsPath = `${fixtures}words/words.tsv`

/** Concepts and directions [R, dModel] of each layer from the float64 reference. */
export function readGoldenConcepts(
  name: string
): (RecordedConcepts & { readonly directions: Float32Array })[] {
  const folder = `${fixtures}goldens/${name}/`
  // Written by our own reference script: the interfaces above are its form.
  const { layers } = JSON.parse(readFileSync(`${folder}concepts.json`, 'utf8')) as {
    layers: RecordedConcepts[]
  }
  const tensors = readSafetensors(`${folder}directions.safetensors`)
  return layers.map((layer) => ({
    ...layer,
    directions: Float32Array.from(tensors.get(`layer.${layer.layer}`)!.data)
  }))
}

/** Of `llama-tuned` against `llama`. */
export function readGoldenDrift(): RecordedDrift[] {
  const path = `${fixtures}goldens/llama-tuned/drift.json`
  return (JSON.parse(readFileSync(path, 'utf8')) as { layers: RecordedDrift[] }).layers
}
