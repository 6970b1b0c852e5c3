/** How an attribution of one model will be computed; fixed before it starts and stored with it. */
import type { Checkpoint } from '../../checkpoint/checkpoint.ts'
import { AppError } from '../../errors.ts'
import type { AttributionSettings } from '../../../preload/data.ts'
import type { Extent, Sources } from './forward.ts'
import { baseBytes, inputsOf, longestResponse, memoryNeeds, runBytes } from './memory-needs.ts'
import {
  batchOperations,
  primalOperations,
  removalOperations,
  type Derivative
} from './operations.ts'

export interface AttributionPlan {
  readonly method: Derivative | 'leave-one-out'
  readonly memory: 'resident' | 'streamed'
  /** Positions that one run takes at most. */
  readonly chunk: number
  /** Directions in one run (removed tokens in one unit, for leave-one-out). */
  readonly batch: number
  /** Batches in one unit: streamed weights are read once for all of them. */
  readonly batchesInUnit: number
  readonly keepSaved: boolean
  readonly nUnits: number
  /** The pass and the head, shared by a map and its check. */
  readonly operationsPrimal: number
  readonly operationsForward: number
  readonly operationsReverse: number
  readonly operations: number
  /** Of `neededBytes`: layer inputs, saved values of one layer, one run, its directions, logits. */
  readonly activationBytes: number
  readonly neededBytes: number
  readonly freeBytes: number
}

export interface PlanRequest {
  readonly checkpoint: Checkpoint
  readonly extent: Extent
  readonly settings: Pick<AttributionSettings, 'direction' | 'memory' | 'target'>
  readonly estimator: 'gradient' | 'leave-one-out'
  readonly freeBytes: number
}

/** Rows (positions × directions) of one run: enough for the products' peak, few enough for the caches. */
const rowsOfRun = 1_536
/** Positions of one run, where the memory for scores allows. */
const chunkOfRun = 256
/** Share of the free memory that a plan may take. */
export const usableShare = 0.9
/** Share of the usable memory that one run's working set may take. */
const runShare = 0.25

/**
 * @throws AppError `engine/out-of-memory` when not even one streamed layer fits, saying what would be
 *   needed; `request/invalid` when the sequence exceeds the context
 */
export function planAttribution(request: PlanRequest): AttributionPlan {
  assertFits(request)
  const { checkpoint, extent, settings, estimator } = request
  const { config } = checkpoint
  const chunk = chunkFor(request)
  const methods = (['forward', 'reverse'] as const).map((method) => {
    const batch = batchFor(request, method, chunk)
    const batches = batchesOf(extent, method, batch)
    const operations = batches.reduce(
      (sum, range) => sum + batchOperations(config, extent, method, range, chunk),
      0
    )
    return { method, batch, nBatches: batches.length, operations }
  })
  const [forward, reverse] = methods as [(typeof methods)[0], (typeof methods)[0]]
  const primal = primalOperations(config, extent, settings.target, chunk)
  const cheaper = forward.operations <= reverse.operations ? forward : reverse
  const gradient =
    settings.direction === 'auto' ? cheaper : settings.direction === 'forward' ? forward : reverse
  const chosen = estimator === 'gradient' ? gradient : leaveOneOutMethod(request, chunk)
  const memory = memoryFor(request, chosen, chunk)
  return {
    method: chosen.method,
    chunk,
    batch: chosen.batch,
    ...memory,
    nUnits: Math.ceil(chosen.nBatches / memory.batchesInUnit),
    operationsPrimal: primal,
    operationsForward: primal + forward.operations,
    operationsReverse: primal + reverse.operations,
    operations: primal + chosen.operations,
    freeBytes: request.freeBytes
  }
}

/** The ranges of sources (forward, leave-one-out) or targets (reverse), in order. */
export function batchesOf(
  extent: Extent,
  method: AttributionPlan['method'],
  batch: number
): Sources[] {
  const total = method === 'reverse' ? extent.nResponse : extent.nPrompt
  return Array.from({ length: Math.ceil(total / batch) }, (_, i) => [
    i * batch,
    Math.min((i + 1) * batch, total)
  ])
}

/** The batches of one unit. */
export function batchesOfUnit(plan: AttributionPlan, extent: Extent, unit: number): Sources[] {
  const all = batchesOf(extent, plan.method, plan.batch)
  return all.slice(unit * plan.batchesInUnit, (unit + 1) * plan.batchesInUnit)
}

interface Chosen {
  readonly method: AttributionPlan['method']
  readonly batch: number
  readonly nBatches: number
  readonly operations: number
}

function leaveOneOutMethod({ checkpoint, extent }: PlanRequest, chunk: number): Chosen {
  // A unit of some seconds: about sixteen tokens, as many as a batch of directions.
  const batch = Math.min(16, extent.nPrompt)
  let operations = 0
  for (let n = 0; n < extent.nPrompt; n++)
    operations += removalOperations(checkpoint.config, extent, n, chunk)
  return { method: 'leave-one-out', batch, nBatches: Math.ceil(extent.nPrompt / batch), operations }
}

function memoryFor(request: PlanRequest, chosen: Chosen, chunk: number) {
  const { checkpoint, extent, settings, freeBytes } = request
  const usableBytes = freeBytes * usableShare
  const batch = chosen.method === 'leave-one-out' ? 1 : chosen.batch
  const needs = memoryNeeds(checkpoint.config, extent, chunk, batch)
  const fitsResident = needs.residentBytes <= usableBytes
  if (settings.memory === 'resident' || (settings.memory === 'auto' && fitsResident)) {
    if (!fitsResident) throw tooLarge(request, needs.residentBytes, chunk)
    const { activationBytes, residentBytes: neededBytes } = needs
    const memory = 'resident' as const
    return { memory, batchesInUnit: 1, keepSaved: true, activationBytes, neededBytes }
  }
  const spare = usableBytes - needs.streamedBytes
  if (spare < 0) throw tooLarge(request, needs.streamedBytes, chunk)
  // Four units a model keep the loss of a kill small; more batches a unit only where memory allows.
  const wanted = Math.ceil(chosen.nBatches / 4)
  const room = 1 + Math.floor((spare * 0.5) / needs.stateBytes)
  const batchesInUnit = Math.max(1, Math.min(wanted, room))
  const more = (batchesInUnit - 1) * needs.stateBytes
  return {
    memory: 'streamed' as const,
    batchesInUnit,
    keepSaved: false,
    activationBytes: needs.activationBytes + more,
    neededBytes: needs.streamedBytes + more
  }
}

/** Says what is needed, what is free, and what would fit. */
function tooLarge(request: PlanRequest, neededBytes: number, chunk: number): AppError {
  const { checkpoint, extent, freeBytes } = request
  const { config, name } = checkpoint
  const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`
  const usableBytes = freeBytes * usableShare
  const { streamedBytes } = memoryNeeds(config, extent, chunk, 1)
  const nResponse = longestResponse(extent, (shorter) => {
    const shorterChunk = chunkFor({ ...request, extent: shorter })
    return memoryNeeds(config, shorter, shorterChunk, 1).streamedBytes <= usableBytes
  })
  const hint =
    streamedBytes <= usableBytes
      ? `Streamed memory needs ${gibibytes(streamedBytes)} and would fit.`
      : nResponse > 0
        ? `With streamed memory a response of at most ${nResponse} tokens to this prompt would fit; or close other programs.`
        : 'Not even a response of one token would fit: use a shorter prompt, or close other programs.'
  return new AppError(
    'engine/out-of-memory',
    `${name}: needs ${gibibytes(neededBytes)}, free are ${gibibytes(freeBytes)}`,
    { hint }
  )
}

/** The longest chunk whose run fits with one direction. */
function chunkFor({ checkpoint, extent, freeBytes }: PlanRequest): number {
  const bytes = runBudget(freeBytes)
  let chunk = chunkOfRun
  while (chunk > 16 && runBytes(checkpoint.config, extent, chunk, 1) > bytes) chunk /= 2
  return chunk
}

/** Bytes that one run's intermediate values may take. */
function runBudget(freeBytes: number): number {
  return (freeBytes * usableShare - baseBytes) * runShare
}

function batchFor(request: PlanRequest, method: Derivative, chunk: number): number {
  const { checkpoint, extent, freeBytes } = request
  const total = method === 'forward' ? extent.nPrompt : extent.nResponse
  const rows = Math.min(chunk, inputsOf(extent))
  let batch = Math.max(1, Math.min(Math.round(rowsOfRun / rows), total))
  const bytes = runBudget(freeBytes)
  const isTooLarge = (count: number) =>
    runBytes(checkpoint.config, extent, chunk, count) > bytes ||
    memoryNeeds(checkpoint.config, extent, chunk, count).streamedBytes > freeBytes * usableShare
  while (batch > 1 && isTooLarge(batch)) batch--
  // Equal batches: a last one of a single direction would run at a fraction of the speed.
  return Math.max(1, Math.ceil(total / Math.ceil(total / batch)))
}

function assertFits({ checkpoint: { config, name }, extent }: PlanRequest): void {
  const nTokens = extent.responseStart + extent.nResponse
  if (config.rope.type === 'dynamic' || nTokens <= config.maxPositions) return
  throw new AppError(
    'request/invalid',
    `prompt and response: ${nTokens} tokens, expected at most ${config.maxPositions}, the context of ${name}`,
    {
      hint: 'Shorten the prompt or the response.'
    }
  )
}
