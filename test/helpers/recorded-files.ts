/** Recorded runs in the form of shared/paper, written for tests. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { f32, layOutSafetensors, type PlainTensor } from './safetensors-bytes.ts'

export interface MadeCase {
  readonly case: string
  readonly dataset?: string
  readonly model?: string
  readonly prompt?: string
  readonly instruction_spans?: unknown
  readonly instruction_tokens?: unknown
  readonly input_tokens?: unknown
  readonly output_tokens?: unknown
  readonly rating?: unknown
  /** [N, M], row-major; null leaves the tensor out. */
  readonly map?: readonly number[] | PlainTensor | null
}

/** A sound case of 3 prompt tokens and 2 response tokens. */
export function madeCase(name: string, changes: Partial<MadeCase> = {}): MadeCase {
  return {
    case: name,
    dataset: 'plain',
    model: 'model-a',
    prompt: 'Say it now',
    instruction_spans: [[0, 6]],
    instruction_tokens: [0, 1],
    input_tokens: ['▁Say', '▁it', '▁now'],
    output_tokens: ['▁it', '</s>'],
    rating: null,
    map: [10, 8, 0, 9, 3, 10],
    ...changes
  }
}

/** Writes `<name>.jsonl` and `<name>.safetensors`. @returns the path of the first */
export function writeRun(
  folder: string,
  name: string,
  cases: readonly MadeCase[],
  more: { readonly lines?: readonly string[]; readonly tensors?: Record<string, PlainTensor> } = {}
): string {
  const tensors: Record<string, PlainTensor> = { ...more.tensors }
  const lines = cases.map(({ map, ...line }) => {
    if (Array.isArray(map)) {
      // Only sound token lists come with numbers alone.
      const [rows, columns] = [line.input_tokens, line.output_tokens].map(
        (tokens) => (tokens as readonly string[]).length
      )
      tensors[line.case] = f32([rows!, columns!], map as readonly number[])
    } else if (map !== null && map !== undefined) tensors[line.case] = map as PlainTensor
    return JSON.stringify(line)
  })
  const path = join(folder, `${name}.jsonl`)
  writeFileSync(path, [...lines, ...(more.lines ?? [])].map((line) => `${line}\n`).join(''))
  writeFileSync(join(folder, `${name}.safetensors`), layOutSafetensors(tensors))
  return path
}
