/** How an attribution of one model will be computed; fixed before it starts and stored with it. */
import type { Checkpoint } from '../../checkpoint/checkpoint.ts'
import { AppError } from '../../errors.ts'
import type { AttributionSettings } from '../../../preload/data.ts'
import { savedPorts } from '../../graph/layers/step.ts'
import { llamaLayer } from '../../graph/layers/llama-layer.ts'
import type { Extent, Sources } from './forward.ts'
import {
  batchOperations,
  layerWeights,
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
/** The program itself, the engine, and slack. */
const baseBytes = 350 * 2 ** 20
/** Share of the free memory that a plan may take. */
const usableShare = 0.9
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
  const usable = request.freeBytes * usableShare - baseBytes
  const chunk = chunkFor(request, usable * runShare)
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
  const memory = memoryFor(request, chosen, chunk, usable)
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

function memoryFor(request: PlanRequest, chosen: Chosen, chunk: number, usable: number) {
  const { checkpoint, extent, settings } = request
  const { config } = checkpoint
  const nInputs = nInputsOf(extent)
  const layerBytes = 4 * layerWeights(config)
  const saved = 4 * nInputs * savedWidth(request)
  const inputs = 4 * nInputs * config.dModel * config.nLayers
  const run = runBytes(request, chunk, chosen.method === 'leave-one-out' ? 1 : chosen.batch)
  const states = 8 * nInputs * config.dModel * chosen.batch
  const logits = 8 * extent.nResponse * config.nVocab
  const activationBytes = inputs + saved + run + states + logits
  const headBytes = 2 * 48 * 2 ** 20
  const streamed = activationBytes + headBytes + 2 * layerBytes
  const resident =
    activationBytes + headBytes + layerBytes * config.nLayers + saved * (config.nLayers - 1)
  const isResident =
    settings.memory === 'resident' || (settings.memory === 'auto' && resident <= usable)
  const neededBytes = baseBytes + (isResident ? resident : streamed)
  if ((isResident ? resident : streamed) > usable) throw tooLarge(request, isResident, neededBytes)
  if (isResident) {
    const memory = 'resident' as const
    return { memory, batchesInUnit: 1, keepSaved: true, activationBytes, neededBytes }
  }
  const spare = usable - streamed
  // Four units a model keep the loss of a kill small; more batches a unit only where memory allows.
  const wanted = Math.ceil(chosen.nBatches / 4)
  const batchesInUnit = Math.max(1, Math.min(wanted, 1 + Math.floor((spare * 0.5) / states)))
  return {
    memory: 'streamed' as const,
    batchesInUnit,
    keepSaved: false,
    activationBytes: activationBytes + (batchesInUnit - 1) * states,
    neededBytes: neededBytes + (batchesInUnit - 1) * states
  }
}

function tooLarge(
  { checkpoint, freeBytes }: PlanRequest,
  isResident: boolean,
  neededBytes: number
): AppError {
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`
  return new AppError(
    'engine/out-of-memory',
    `${checkpoint.name}: needs ${gigabytes(neededBytes)}, free are ${gigabytes(freeBytes)}`,
    {
      hint: isResident
        ? 'Choose streamed memory, which keeps two layers at a time.'
        : 'Use a shorter prompt or response, or close other programs.'
    }
  )
}

/** Bytes of one run's intermediate values. */
function runBytes(
  { checkpoint: { config }, extent }: PlanRequest,
  chunk: number,
  batch: number
): number {
  const nKeys = nInputsOf(extent)
  const rows = Math.min(chunk, nKeys) * batch
  const perRow = 3 * config.nHeads * nKeys + 4 * config.dFfn + 16 * config.dModel
  const keys = 8 * nKeys * batch * config.nKvHeads * config.dHead
  return 4 * (rows * perRow + keys)
}

/** The longest chunk whose run fits with one direction. */
function chunkFor(request: PlanRequest, bytes: number): number {
  let chunk = chunkOfRun
  while (chunk > 16 && runBytes(request, chunk, 1) > bytes) chunk /= 2
  return chunk
}

function batchFor(request: PlanRequest, method: Derivative, chunk: number): number {
  const { extent, freeBytes } = request
  const total = method === 'forward' ? extent.nPrompt : extent.nResponse
  const rows = Math.min(chunk, nInputsOf(extent))
  let batch = Math.max(1, Math.min(Math.round(rowsOfRun / rows), total))
  const bytes = (freeBytes * usableShare - baseBytes) * runShare
  while (batch > 1 && runBytes(request, chunk, batch) > bytes) batch--
  // Equal batches: a last one of a single direction would run at a fraction of the speed.
  return Math.max(1, Math.ceil(total / Math.ceil(total / batch)))
}

function savedWidth({ checkpoint: { config } }: PlanRequest): number {
  const layer = llamaLayer(config)
  return savedPorts(layer).reduce((sum, { width }) => sum + width, 2 * layer.kvWidth)
}

function nInputsOf({ responseStart, nResponse }: Extent): number {
  return responseStart + nResponse - 1
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
