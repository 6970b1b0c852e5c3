/**
 * Rotary position parameters, as transformers 5 reads them: from `rope_theta` and `rope_scaling`
 * (published checkpoints) or from `rope_parameters` (newer ones).
 */
import { configLimits, type ConfigFields } from './config-fields.ts'

interface RopeBase {
  /** Base of the frequencies: theta^(−2i / dHead). */
  readonly theta: number
}

export type RopeConfig =
  | (RopeBase & { readonly type: 'default' })
  | (RopeBase & { readonly type: 'linear'; readonly factor: number })
  | (RopeBase & {
      readonly type: 'dynamic'
      readonly factor: number
      /** Sequences longer than this change theta; the config's own limit on positions. */
      readonly originalMaxPositions: number
    })
  | (RopeBase & {
      readonly type: 'llama3'
      readonly factor: number
      readonly lowFreqFactor: number
      readonly highFreqFactor: number
      readonly originalMaxPositions: number
    })
  | (RopeBase & {
      readonly type: 'yarn'
      readonly factor: number
      readonly originalMaxPositions: number
      readonly betaFast: number
      readonly betaSlow: number
      /** Multiplies cosines and sines; mscale and mscaleAllDim are already in it. */
      readonly attentionFactor: number
      readonly mscale: number | null
      readonly mscaleAllDim: number | null
      /** Whether the corrected dimensions are rounded to integers. */
      readonly truncate: boolean
    })

const ropeTypes = ['default', 'linear', 'dynamic', 'llama3', 'yarn'] as const

/** @throws AppError `checkpoint/unsupported` for another rope type, named */
export function readRope(fields: ConfigFields, maxPositions: number): RopeConfig {
  const scaling = fields.inner('rope_scaling')
  const isScaled = scaling !== undefined && scaling.keys().length > 0
  const params = (isScaled ? scaling : fields.inner('rope_parameters')) ?? fields
  const theta = params.positive('rope_theta', fields.positive('rope_theta', 10_000))
  // The config itself has no rope type, but some have an unrelated "type".
  const type = params === fields ? 'default' : readType(params)
  refusePartial(fields)
  if (params !== fields) refusePartial(params)
  const original = () =>
    fields.size(
      'original_max_position_embeddings',
      configLimits.positions,
      params.size('original_max_position_embeddings', configLimits.positions, maxPositions)
    )
  switch (type) {
    case 'default':
      return { type, theta }
    case 'linear':
      return { type, theta, factor: params.positive('factor') }
    case 'dynamic':
      return { type, theta, factor: params.positive('factor'), originalMaxPositions: maxPositions }
    case 'llama3':
      return readLlama3(params, theta, original())
    case 'yarn':
      return readYarn(params, theta, original(), maxPositions)
  }
}

function readType(params: ConfigFields): (typeof ropeTypes)[number] {
  const name = params.text('rope_type') ?? params.text('type') ?? 'default'
  const type = ropeTypes.find((known) => known === name)
  if (type !== undefined && !params.has('full_attention') && !params.has('sliding_attention')) {
    return type
  }
  const found = type === undefined ? `type ${JSON.stringify(name)}` : 'by type of layer'
  throw params.unsupported(`rope ${found}, supported are ${ropeTypes.join(', ')}`)
}

function refusePartial(fields: ConfigFields): void {
  const share = fields.positive('partial_rotary_factor', 1)
  if (share !== 1) {
    throw fields.unsupported(`partial_rotary_factor ${share}, supported is 1 in this family`)
  }
}

function readLlama3(params: ConfigFields, theta: number, originalMaxPositions: number): RopeConfig {
  const lowFreqFactor = params.positive('low_freq_factor')
  const highFreqFactor = params.positive('high_freq_factor')
  if (highFreqFactor <= lowFreqFactor) {
    throw params.malformed(
      `rope high_freq_factor is ${highFreqFactor}, expected above low_freq_factor ${lowFreqFactor}`
    )
  }
  const factor = params.positive('factor')
  return { type: 'llama3', theta, factor, lowFreqFactor, highFreqFactor, originalMaxPositions }
}

function readYarn(
  params: ConfigFields,
  theta: number,
  originalMaxPositions: number,
  maxPositions: number
): RopeConfig {
  const factor = params.positive('factor', maxPositions / originalMaxPositions)
  const mscale = readMultiplier(params, 'mscale')
  const mscaleAllDim = readMultiplier(params, 'mscale_all_dim')
  const scale = (by: number) => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1)
  const usual = mscale && mscaleAllDim ? scale(mscale) / scale(mscaleAllDim) : scale(1)
  return {
    type: 'yarn',
    theta,
    factor,
    originalMaxPositions,
    betaFast: readMultiplier(params, 'beta_fast') ?? 32,
    betaSlow: readMultiplier(params, 'beta_slow') ?? 1,
    attentionFactor: params.positive('attention_factor', usual),
    mscale,
    mscaleAllDim,
    truncate: params.boolean('truncate', true)
  }
}

// In the reference these are "x or default": zero is the same as absent.
function readMultiplier(params: ConfigFields, key: string): number | null {
  return params.has(key) && !params.isZero(key) ? params.positive(key) : null
}
