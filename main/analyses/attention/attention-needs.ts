/** What the attention patterns of a prompt take of memory and work, counted from the config and the lengths. */
import type { ModelConfig } from '../../checkpoint/config.ts'
import { AppError } from '../../errors.ts'
import { baseBytes, runBytes } from '../attribution/memory-needs.ts'
import { layerWeights, passOperations } from '../attribution/operations.ts'

/** Positions that one run takes at most. Fixed: another chunk might round differently. */
export const chunkOfRun = 256
/** Tokens of a prompt: 4 MiB a head, layer and model; a square of more cannot be read either. */
export const mostTokens = 1_024
/** Share of the free memory that a layer may take. */
const usableShare = 0.9

/** A model and how many tokens the prompt has in it. */
export interface PromptLength {
  readonly role: 'base' | 'tuned'
  readonly name: string
  readonly config: ModelConfig
  readonly nTokens: number
}

/** Bytes of the weights of one layer's heads, float32. */
export function patternBytes({ nHeads }: ModelConfig, nTokens: number): number {
  return 4 * nHeads * nTokens ** 2
}

/** Bytes at most while a layer is done, the program counted; no more for a model of many layers. */
export function neededBytes(sides: readonly Omit<PromptLength, 'role' | 'name'>[]): number {
  const kept = sides.map(({ config, nTokens }) => {
    // Once as the result, once on its way to the store; what goes into the layer and what comes out.
    return 2 * patternBytes(config, nTokens) + 8 * nTokens * config.dModel
  })
  // One model runs at a time: its layer, as the file has it and as the engine does, and one run.
  const runs = sides.map(({ config, nTokens }) => {
    const extent = { promptStart: 0, nPrompt: nTokens, responseStart: nTokens, nResponse: 1 }
    const keys = 8 * nTokens * config.nKvHeads * config.dHead
    return 8 * layerWeights(config) + keys + runBytes(config, extent, chunkOfRun, 1)
  })
  return baseBytes + kept.reduce((sum, bytes) => sum + bytes, 0) + Math.max(...runs)
}

/** Floating-point operations of `nLayers` layers: 2mnk of every product. */
export function patternOperations(config: ModelConfig, nTokens: number, nLayers: number): number {
  return nLayers * passOperations(config, nTokens, chunkOfRun)
}

/**
 * Before anything is allocated.
 *
 * @throws AppError `request/invalid` for a prompt that is too long to be shown or for the context,
 *   `engine/out-of-memory` saying what is needed and what would fit
 */
export function assertPromptFits(sides: readonly PromptLength[], freeBytes: number): void {
  for (const { role, name, config, nTokens } of sides) {
    const context = config.rope.type === 'dynamic' ? Infinity : config.maxPositions
    if (nTokens <= Math.min(mostTokens, context)) continue
    const reason = context < mostTokens ? `, the context of ${name}` : ''
    throw new AppError(
      'request/invalid',
      `prompt: ${nTokens} tokens in the ${role} model, expected at most ${Math.min(mostTokens, context)}${reason}`,
      { hint: 'Shorten the prompt.' }
    )
  }
  const needed = neededBytes(sides)
  const usableBytes = freeBytes * usableShare
  if (needed <= usableBytes) return
  const fitting = longestPrompt(sides, usableBytes)
  const nTokens = Math.max(...sides.map((side) => side.nTokens))
  throw new AppError(
    'engine/out-of-memory',
    `attention of ${nTokens} tokens: needs ${gibibytes(needed)}, free are ${gibibytes(freeBytes)}`,
    {
      hint:
        fitting > 0
          ? `A prompt of at most ${fitting} tokens would fit; or close other programs.`
          : 'Not even a prompt of one token would fit: close other programs.'
    }
  )
}

/** Tokens of the longest prompt, shorter than this one, that fits; 0 for none. */
function longestPrompt(sides: readonly PromptLength[], usableBytes: number): number {
  let longest = 0
  let tooLong = Math.max(...sides.map(({ nTokens }) => nTokens))
  while (tooLong - longest > 1) {
    const most = Math.floor((longest + tooLong) / 2)
    const shorter = sides.map((side) => ({ ...side, nTokens: Math.min(side.nTokens, most) }))
    if (neededBytes(shorter) <= usableBytes) longest = most
    else tooLong = most
  }
  return longest
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`
}
