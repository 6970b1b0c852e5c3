/** The families that can be opened; a new one is an adapter file and a line here. */
import type { Family } from './family.ts'
import { llama } from './llama.ts'
import { mistral } from './mistral.ts'
import { qwen2 } from './qwen2.ts'
import { qwen3 } from './qwen3.ts'

export const families: readonly Family[] = [llama, mistral, qwen2, qwen3]

export function findFamily(modelType: string): Family | undefined {
  return families.find((family) => family.modelType === modelType)
}
