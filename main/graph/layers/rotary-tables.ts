/**
 * Angles of the rotary embedding, as transformers computes them for each rope type
 * (modeling_rope_utils): `linear` and `dynamic` (NTK-aware), `yarn` (arXiv 2309.00071), `llama3`.
 */
import type { RopeConfig } from '../../checkpoint/families/rope.ts'

export interface RotaryTables {
  /** [nPositions, dHead / 2], times the attention factor */
  readonly cos: Float32Array
  /** [nPositions, dHead / 2], times the attention factor */
  readonly sin: Float32Array
}

/**
 * Tables for positions 0 … nPositions − 1 of a sequence.
 *
 * @param nSequence the whole sequence's length: `dynamic` frequencies follow it, others do not
 */
export function rotaryTables(
  rope: RopeConfig,
  dHead: number,
  nPositions: number,
  nSequence: number
): RotaryTables {
  const { frequencies, factor } = rotaryFrequencies(rope, dHead, nSequence)
  const half = dHead / 2
  const cos = new Float32Array(nPositions * half)
  const sin = new Float32Array(nPositions * half)
  for (let t = 0; t < nPositions; t++) {
    for (let i = 0; i < half; i++) {
      const angle = t * frequencies[i]!
      cos[t * half + i] = Math.cos(angle) * factor
      sin[t * half + i] = Math.sin(angle) * factor
    }
  }
  return { cos, sin }
}

/** Radians a position, [dHead / 2], and the factor on cos and sin (1 but for yarn). */
export function rotaryFrequencies(
  rope: RopeConfig,
  dHead: number,
  nSequence: number
): { frequencies: Float64Array; factor: number } {
  const plain = powers(rope.theta, dHead)
  switch (rope.type) {
    case 'default':
      return { frequencies: plain, factor: 1 }
    case 'linear':
      return { frequencies: plain.map((f) => f / rope.factor), factor: 1 }
    case 'dynamic': {
      const stretch =
        (rope.factor * Math.max(nSequence, rope.originalMaxPositions)) / rope.originalMaxPositions -
        (rope.factor - 1)
      return {
        frequencies: powers(rope.theta * stretch ** (dHead / (dHead - 2)), dHead),
        factor: 1
      }
    }
    case 'llama3':
      return { frequencies: plain.map((f) => llama3(rope, f)), factor: 1 }
    case 'yarn':
      return yarn(rope, plain, dHead)
  }
}

/** θ^(−2i/dHead) */
function powers(theta: number, dHead: number): Float64Array {
  return Float64Array.from({ length: dHead / 2 }, (_, i) => theta ** ((-2 * i) / dHead))
}

/** Long waves are slowed by the factor, short ones kept, those between blended. */
function llama3(rope: Extract<RopeConfig, { type: 'llama3' }>, frequency: number): number {
  const turns = (rope.originalMaxPositions * frequency) / (2 * Math.PI)
  if (turns < rope.lowFreqFactor) return frequency / rope.factor
  if (turns > rope.highFreqFactor) return frequency
  const smooth = (turns - rope.lowFreqFactor) / (rope.highFreqFactor - rope.lowFreqFactor)
  return ((1 - smooth) * frequency) / rope.factor + smooth * frequency
}

function yarn(rope: Extract<RopeConfig, { type: 'yarn' }>, plain: Float64Array, dHead: number) {
  const dimensionOf = (turns: number) =>
    (dHead * Math.log(rope.originalMaxPositions / (turns * 2 * Math.PI))) /
    (2 * Math.log(rope.theta))
  const low = dimensionOf(rope.betaFast)
  const high = dimensionOf(rope.betaSlow)
  const first = Math.max(rope.truncate ? Math.floor(low) : low, 0)
  const last = Math.min(rope.truncate ? Math.ceil(high) : high, dHead - 1)
  // Equal ends would divide by zero; transformers widens them likewise.
  const span = first === last ? 0.001 : last - first
  const frequencies = plain.map((frequency, i) => {
    const ramp = Math.min(Math.max((i - first) / span, 0), 1)
    return (frequency / rope.factor) * ramp + frequency * (1 - ramp)
  })
  return { frequencies, factor: rope.attentionFactor }
}
