/** What the attention patterns of a prompt take of memory and work, counted from the config and the lengths. */
import type { ModelConfig } from '../../checkpoint/config.ts'
import { AppError } from '../../errors.ts'
import { baseBytes, runBytes } from '../attribution/memory-needs.ts'
import { layerWeights, passOperations } from '../attribution/operations.ts'

/** Positions that one run takes at most. Fixed: another chunk might round differently. */
export const chunkOfRun = 256
/** Tokens of a prompt: 4 MiB a head, layer and model, and no square of more can be read on a screen. */
export const mostTokens = 1_024
/** Share of the free memory that a run may take. */
const usableShare = 0.9

/** A model, how many tokens the prompt has in it, and how many of its layers are still to be shown. */
export interface SideExtent {
  readonly role: 'base' | 'tuned'
  readonly name: string
  readonly config: ModelConfig
  readonly nTokens: number
  readonly nLayers: number
}

type Extent = Pick<SideExtent, 'config' | 'nTokens' | 'nLayers'>

/** Bytes of the weights of one layer's heads, float32. */
export function patternBytes({ nHeads }: ModelConfig, nTokens: number): number {
  return 4 * nHeads * nTokens ** 2
}

/** Bytes at most, the program counted; a model's own layers are in memory one at a time. */
export function neededBytes(sides: readonly Extent[]): number {
  const kept = sides.map(({ config, nTokens, nLayers }) => {
    // A run keeps what its units gave until its end, and one is copied on its way to the store; beside
    // them what goes into a layer and what comes out.
    return (nLayers + 1) * patternBytes(config, nTokens) + 8 * nTokens * config.dModel
  })
  return baseBytes + kept.reduce((sum, bytes) => sum + bytes, 0) + Math.max(...sides.map(runPeak))
}

/** One model runs at a time: a layer as the file has it and as the engine does, and one run. */
function runPeak({ config, nTokens }: Extent): number {
  const extent = { promptStart: 0, nPrompt: nTokens, responseStart: nTokens, nResponse: 1 }
  const keysAndValues = 8 * nTokens * config.nKvHeads * config.dHead
  return 8 * layerWeights(config) + keysAndValues + runBytes(config, extent, chunkOfRun, 1)
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
export function assertPromptFits(sides: readonly SideExtent[], freeBytes: number): void {
  sides.forEach(assertLength)
  const needed = neededBytes(sides)
  const usableBytes = freeBytes * usableShare
  if (needed <= usableBytes) return
  const nTokens = Math.max(...sides.map((side) => side.nTokens))
  const nLayers = Math.max(...sides.map((side) => side.nLayers))
  throw new AppError(
    'engine/out-of-memory',
    `attention of ${nTokens} tokens in ${nLayers} layers: needs ${gibibytes(needed)}, free are ${gibibytes(freeBytes)}`,
    { hint: whatFits(sides, usableBytes) }
  )
}

function assertLength({ role, name, config, nTokens }: SideExtent): void {
  const context = config.rope.type === 'dynamic' ? Infinity : config.maxPositions
  const most = Math.min(mostTokens, context)
  if (nTokens <= most) return
  const reason = context < mostTokens ? `, the context of ${name}` : ''
  throw new AppError(
    'request/invalid',
    `prompt: ${nTokens} tokens in the ${role} model, expected at most ${most}${reason}`,
    { hint: 'Shorten the prompt.' }
  )
}

/** The longest prompt in the same layers, and the most layers of the same prompt. */
function whatFits(sides: readonly SideExtent[], usableBytes: number): string {
  const cut = (field: 'nTokens' | 'nLayers') =>
    largestBelow(Math.max(...sides.map((side) => side[field])), (most) => {
      const shorter = sides.map((side) => ({ ...side, [field]: Math.min(side[field], most) }))
      return neededBytes(shorter) <= usableBytes
    })
  const nTokens = cut('nTokens')
  const nLayers = cut('nLayers')
  const fitting = [
    ...(nTokens > 0 ? [`a prompt of at most ${nTokens} tokens`] : []),
    ...(nLayers > 0 ? [`at most ${nLayers} layers`] : [])
  ]
  return fitting.length > 0
    ? `What would fit: ${fitting.join(', or ')}; or close other programs.`
    : 'Not even a prompt of one token would fit: close other programs.'
}

/** The largest number from 1 to below the limit that fits, where smaller ones fit too; 0 for none. */
function largestBelow(limit: number, fits: (n: number) => boolean): number {
  let largest = 0
  let tooLarge = limit
  while (tooLarge - largest > 1) {
    const middle = Math.floor((largest + tooLarge) / 2)
    if (fits(middle)) largest = middle
    else tooLarge = middle
  }
  return largest
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`
}
