import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readSafetensors, type RecordedTensor } from './read-safetensors.ts'

export interface GoldenCase {
  readonly prompt: string
  readonly response: string
  readonly ids: readonly number[]
  readonly tokens: readonly string[]
  readonly prompt_positions: readonly [number, number]
  readonly response_positions: readonly [number, number]
  readonly instruction: {
    readonly text: string
    readonly span: readonly [number, number]
    readonly tokens: readonly number[]
  }
  readonly density: readonly number[]
  readonly score: number
}

export interface Golden {
  readonly name: string
  readonly checkpoint: string
  readonly cases: readonly GoldenCase[]
  readonly greedy: { readonly ids: readonly number[]; readonly new: readonly number[] } | undefined
  readonly tensors: ReadonlyMap<string, RecordedTensor>
}

const root = fileURLToPath(new URL('../fixtures/goldens/', import.meta.url))

/** The reference checkpoints and values of the LLaMA skeleton (test/fixtures/goldens). */
export function readGoldens(): Golden[] {
  return readdirSync(root).map(readGolden)
}

export function readGolden(name: string): Golden {
  // Written by our own reference script: the interface above is its form.
  const expected = JSON.parse(readFileSync(`${root}${name}/expected.json`, 'utf8')) as Pick<
    Golden,
    'cases' | 'greedy'
  >
  return {
    ...expected,
    name,
    checkpoint: `${root}${name}/checkpoint`,
    tensors: readSafetensors(`${root}${name}/expected.safetensors`)
  }
}
