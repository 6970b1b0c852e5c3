import { describe, expect, test } from 'vitest'
import {
  principalDirections,
  type DirectionsOptions,
  type PrincipalDirections
} from '../../../../../main/analyses/concepts/directions/principal-directions.ts'
import { openCheckpoint, type Checkpoint } from '../../../../../main/checkpoint/checkpoint.ts'
import { gaussian } from '../../../../../main/linalg/gaussian.ts'
import { solveSymmetric } from '../../../../../main/linalg/symmetric-eigen.ts'
import { failureOf } from '../../../../helpers/failure.ts'
import { f32 } from '../../../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import {
  tinyConfig,
  tinyTensors,
  writeTinyCheckpoint
} from '../../../../helpers/tiny-checkpoint.ts'

const down = 'model.layers.0.mlp.down_proj.weight'

/** A one-layer model whose down-projection is given as [dModel, dFfn]; its other weights are zeros. */
async function checkpointWith(
  dModel: number,
  dFfn: number,
  weight: ArrayLike<number>
): Promise<Checkpoint> {
  const sizes: Readonly<Record<string, readonly number[]>> = {
    'model.embed_tokens.weight': [5, dModel],
    'lm_head.weight': [5, dModel],
    'model.norm.weight': [dModel],
    'model.layers.0.input_layernorm.weight': [dModel],
    'model.layers.0.post_attention_layernorm.weight': [dModel],
    'model.layers.0.self_attn.q_proj.weight': [4, dModel],
    'model.layers.0.self_attn.k_proj.weight': [2, dModel],
    'model.layers.0.self_attn.v_proj.weight': [2, dModel],
    'model.layers.0.self_attn.o_proj.weight': [dModel, 4],
    'model.layers.0.mlp.gate_proj.weight': [dFfn, dModel],
    'model.layers.0.mlp.up_proj.weight': [dFfn, dModel],
    [down]: [dModel, dFfn]
  }
  const tensors = Object.keys(tinyTensors()).map((name) => {
    const shape = sizes[name]!
    const values = name === down ? weight : new Float32Array(shape.reduce((a, b) => a * b, 1))
    return [name, f32(shape, Array.from(values))]
  })
  const config = { ...tinyConfig, hidden_size: dModel, intermediate_size: dFfn, head_dim: 2 }
  return openCheckpoint(writeTinyCheckpoint(temporaryFolder(), config, Object.fromEntries(tensors)))
}

const settings: DirectionsOptions = { nDirections: 10, nThreads: 1 }

/** Eigenvalues by the definition, in float64; `weight` [dModel, dFfn]. */
function definedEigenvalues(weight: Float32Array, dModel: number, dFfn: number): Float64Array {
  const centred = Float64Array.from(weight)
  for (let i = 0; i < dModel; i++) {
    const row = centred.subarray(i * dFfn, (i + 1) * dFfn)
    const mean = row.reduce((sum, value) => sum + value, 0) / dFfn
    for (let j = 0; j < dFfn; j++) row[j]! -= mean
  }
  const covariance = new Float64Array(dModel * dModel).map((_, at) => {
    const [a, b] = [Math.floor(at / dModel), at % dModel]
    let sum = 0
    for (let j = 0; j < dFfn; j++) sum += centred[a * dFfn + j]! * centred[b * dFfn + j]!
    return sum / (dFfn - 1)
  })
  return solveSymmetric(covariance, dModel).values
}

function expectDefined(found: PrincipalDirections, weight: Float32Array, dFfn: number): void {
  const values = definedEigenvalues(weight, found.dModel, dFfn)
  const trace = values.reduce((sum, value) => sum + value, 0)
  expect(Math.abs(found.trace / trace - 1)).toBeLessThan(1e-6)
  for (let i = 0; i < found.nDirections; i++) {
    expect(Math.abs(found.eigenvalues[i]! - values[i]!)).toBeLessThan(1e-6 * values[0]!)
    expect(Math.abs(found.explained[i]! - values[i]! / trace)).toBeLessThan(1e-6)
  }
  expect(found.residual).toBeLessThan(1e-6)
  expect(found.orthogonality).toBeLessThan(1e-6)
}

describe('principal directions of a layer', () => {
  test('are those of a worked example', async () => {
    // Two outputs over three neurons: (1, 0, −1) and its double, each moved by a mean.
    const checkpoint = await checkpointWith(4, 3, [6, 5, 4, 9, 7, 5, 3, 3, 3, 0, 0, 0])
    const found = await principalDirections(checkpoint, 0, settings)
    expect(found.nDirections).toBe(4)
    expect([...found.eigenvalues].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([
      5, 0, 0, 0
    ])
    expect(found.explained[0]).toBeCloseTo(1, 6)
    expect(found.separated[0]).toBe(1)
    const sign = Math.sign(found.directions[0]!)
    expect(sign * found.directions[0]!).toBeCloseTo(1 / Math.sqrt(5), 5)
    expect(sign * found.directions[1]!).toBeCloseTo(2 / Math.sqrt(5), 5)
  })

  test.each([
    ['solved in full', 40, 90],
    ['iterated', 130, 300],
    ['iterated, fewer neurons than directions asked for', 130, 8]
  ])('agree with the definition: %s', async (_, dModel, dFfn) => {
    const weight = gaussian(99, dModel * dFfn).map((value) => 3 + value)
    const found = await principalDirections(await checkpointWith(dModel, dFfn, weight), 0, settings)
    expectDefined(found, weight, dFfn)
  })

  test('do not lose small variances beside a large mean', async () => {
    const [dModel, dFfn] = [20, 50]
    const weight = gaussian(5, dModel * dFfn).map((value) => 1_000 + value)
    const found = await principalDirections(await checkpointWith(dModel, dFfn, weight), 0, settings)
    expectDefined(found, weight, dFfn)
  })

  test('leave rounding out of what is separated where the rank is low', async () => {
    const weight = gaussian(98, 130 * 8)
    const found = await principalDirections(await checkpointWith(130, 8, weight), 0, settings)
    // Eight neurons less their mean span seven directions.
    expect(found.explained[6]).toBeGreaterThan(1e-3)
    expect(found.explained[7]).toBeLessThan(1e-6)
    expect([...found.separated.subarray(7)]).toEqual([0, 0, 0])
    expect([...found.eigenvalues].every((value) => value >= 0)).toBe(true)
  })

  test('come of outputs of which some are never written', async () => {
    const weight = gaussian(97, 130 * 60).map((value, at) => (at < 90 * 60 ? 0 : value))
    const found = await principalDirections(await checkpointWith(130, 60, weight), 0, settings)
    expectDefined(found, weight, 60)
  })

  test('explain nothing, and are no numbers gone wrong, where nothing varies', async () => {
    const found = await principalDirections(
      await checkpointWith(12, 6, new Float32Array(72)),
      0,
      settings
    )
    expect(found.trace).toBe(0)
    expect([...found.explained, ...found.eigenvalues, ...found.separated]).toEqual(
      new Array(30).fill(0)
    )
    expect(found.directions).toHaveLength(10 * 12)
    expect(found.directions.filter((value) => value === 1)).toHaveLength(10)
  })

  test('are the same to the bit when computed again', async () => {
    const checkpoint = await checkpointWith(130, 60, gaussian(96, 130 * 60))
    const first = await principalDirections(checkpoint, 0, settings)
    expect(await principalDirections(checkpoint, 0, settings)).toEqual(first)
  })

  test('count more operations than the covariance alone takes', async () => {
    const checkpoint = await checkpointWith(130, 60, gaussian(95, 130 * 60))
    const { operations } = await principalDirections(checkpoint, 0, settings)
    expect(operations).toBeGreaterThan(2 * 130 * 130 * 60)
    expect(Number.isInteger(operations)).toBe(true)
  })
})

describe('a run of principal directions', () => {
  test('reports progress that does not fall and ends at 1', async () => {
    const checkpoint = await checkpointWith(130, 60, gaussian(94, 130 * 60))
    const fractions: number[] = []
    const report = (fraction: number) => fractions.push(fraction)
    await principalDirections(checkpoint, 0, { ...settings, report })
    expect(fractions.at(-1)).toBe(1)
    expect(fractions.length).toBeGreaterThan(3)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  })

  test.each([0, 1, 2])('stops when it is told to, after report %i', async (at) => {
    const checkpoint = await checkpointWith(130, 60, gaussian(93, 130 * 60))
    const controller = new AbortController()
    let nReports = 0
    const report = () => {
      if (++nReports === at) controller.abort()
    }
    if (at === 0) controller.abort()
    const failure = await failureOf(() =>
      principalDirections(checkpoint, 0, { ...settings, signal: controller.signal, report })
    )
    expect(failure.code).toBe('job/cancelled')
    expect(nReports).toBe(at)
  })

  test.each([
    ['not a number', NaN],
    ['infinite', Infinity],
    ['too large to square', 1e30]
  ])('refuses a weight that is %s, naming its tensor', async (_, bad) => {
    const weight = gaussian(92, 72)
    weight[7] = bad
    const checkpoint = await checkpointWith(12, 6, weight)
    const failure = await failureOf(() => principalDirections(checkpoint, 0, settings))
    expect(failure.code).toBe('engine/run-failed')
    expect(failure.message).toContain(down)
  })

  test('refuses a layer that there is not', async () => {
    const checkpoint = await checkpointWith(12, 6, new Float32Array(72))
    const failure = await failureOf(() => principalDirections(checkpoint, 1, settings))
    expect(failure.code).toBe('request/invalid')
    expect(failure.message).toContain('layer 1')
  })
})
