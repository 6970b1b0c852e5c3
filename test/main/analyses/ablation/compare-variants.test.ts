import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ablatedSequence,
  type Variant
} from '../../../../main/analyses/ablation/ablated-sequence.ts'
import {
  compareVariants,
  type VariantOutcome
} from '../../../../main/analyses/ablation/compare-variants.ts'
import { openCheckpoint, type Checkpoint } from '../../../../main/checkpoint/checkpoint.ts'
import { cpu } from '../../../../main/runtime/device.ts'
import { Model } from '../../../../main/runtime/model.ts'
import { expectCloseToLargest, float32Tolerance, logitsTolerance } from '../../../helpers/close.ts'
import { readGoldens, type GoldenCase } from '../../../helpers/goldens.ts'
import {
  logProbabilityReference,
  modelLayersReference
} from '../../../helpers/reference/model-layers.ts'

const { signal } = new AbortController()
/** Odd and short, so that seams between chunks are met. */
const chunk = 19
const never = () => {
  throw new Error('nothing is drawn here')
}

function wholeOf({ ids, response_positions: response }: GoldenCase): Variant {
  return { ids: ids.slice(0, response[1]), responseStart: response[0] }
}

function without(whole: Variant, tokens: readonly number[]): Variant {
  return ablatedSequence(whole, tokens, 'remove', { maskId: null, replacements: [] }, never)
}

async function outcomesOf(model: Model, variants: readonly Variant[]): Promise<VariantOutcome[]> {
  const found = await compareVariants(model, { variants, chunk, signal, report: () => undefined })
  return found!
}

for (const golden of readGoldens()) {
  for (const memory of ['resident', 'streamed'] as const) {
    describe(`${golden.name}, ${memory}`, () => {
      let checkpoint: Checkpoint
      let model: Model
      beforeAll(async () => {
        checkpoint = await openCheckpoint(golden.checkpoint)
        model = new Model(checkpoint, { device: cpu, nThreads: 2, memory })
      })
      afterAll(() => model.release())

      it('a removed token changes each probability as leave-one-out was recorded', async () => {
        const [example] = golden.cases
        const whole = wholeOf(example!)
        const [first, end] = example!.prompt_positions
        const nResponse = whole.ids.length - whole.responseStart
        const tokens = [0, 7, end - first - 1]
        const removed = tokens.map((token) => without(whole, [first + token]))
        const [before, ...after] = await outcomesOf(model, [whole, ...removed])
        const recorded = golden.tensors.get('0.leave_one_out')!.data
        for (const [i, token] of tokens.entries()) {
          const falls = after[i]!.logProbability.map(
            (value, m) => Math.exp(before!.logProbability[m]!) - Math.exp(value)
          )
          const row = recorded.slice(token * nResponse, (token + 1) * nResponse)
          expect(Math.max(...row.map(Math.abs)), 'the token does something').toBeGreaterThan(0)
          expectCloseToLargest(falls, row, float32Tolerance)
        }
      })

      it('the very same prompt changes nothing, to the last bit', async () => {
        const whole = wholeOf(golden.cases[1]!)
        const [before, same] = await outcomesOf(model, [whole, { ...whole }])
        expect(same!.logProbability).toEqual(before!.logProbability)
        expect([...same!.hiddenChange]).toEqual(Array(model.layers.nLayers).fill(0))
      })

      // Its frequencies follow the whole sequence's length, which the reference would have to be told.
      it.skipIf(golden.name === 'llama-dynamic')(
        'log-probabilities and changes of hidden states are those in float64',
        async () => {
          const example = golden.cases[0]!
          const whole = wholeOf(example)
          const [first] = example.prompt_positions
          const variant = without(whole, [first + 2, first + 3, first + 9])
          const found = await outcomesOf(model, [whole, variant])
          const layers = await Promise.all(
            [whole, variant].map(({ ids }) => modelLayersReference(checkpoint, ids))
          )
          for (const [i, { ids, responseStart }] of [whole, variant].entries()) {
            const expected = await logProbabilityReference(checkpoint, layers[i]!.at(-1)!.y, ids)
            const ofResponse = expected.slice(responseStart)
            expectCloseToLargest(found[i]!.logProbability, ofResponse, logitsTolerance)
          }
          const { dModel } = checkpoint.config
          const expected = layers[0]!.map(({ y }, layer) =>
            meanChange(
              y.subarray((whole.responseStart - 1) * dModel, -dModel),
              layers[1]![layer]!.y.subarray((variant.responseStart - 1) * dModel, -dModel),
              dModel
            )
          )
          expectCloseToLargest(found[1]!.hiddenChange, expected, float32Tolerance)
        }
      )
    })
  }
}

/** Mean over rows of ‖b − a‖ / ‖a‖. */
function meanChange(a: Float64Array, b: Float64Array, width: number): number {
  const rows = Array.from({ length: a.length / width }, (_, row) => {
    const at = (values: Float64Array) => [...values.subarray(row * width, (row + 1) * width)]
    const [before, after] = [at(a), at(b)]
    return Math.hypot(...after.map((value, i) => value - before[i]!)) / Math.hypot(...before)
  })
  return rows.reduce((sum, value) => sum + value, 0) / rows.length
}

it('gives nothing once it is stopped', async () => {
  const [golden] = readGoldens()
  const checkpoint = await openCheckpoint(golden!.checkpoint)
  const model = new Model(checkpoint, { device: cpu, nThreads: 1, memory: 'resident' })
  const stop = new AbortController()
  const whole = wholeOf(golden!.cases[0]!)
  const request = { variants: [whole], chunk, signal: stop.signal, report: () => stop.abort() }
  expect(await compareVariants(model, request)).toBeNull()
  await model.release()
})
