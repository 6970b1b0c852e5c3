import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AttentionPass } from '../../../../main/analyses/attention/attention-pass.ts'
import { PrimalPass } from '../../../../main/analyses/attribution/primal-pass.ts'
import { predictLogits } from '../../../../main/analyses/attribution/targets.ts'
import { openCheckpoint, type Checkpoint } from '../../../../main/checkpoint/checkpoint.ts'
import { cpu } from '../../../../main/runtime/device.ts'
import { Model } from '../../../../main/runtime/model.ts'
import { expectCloseToLargest, logitsTolerance, opTolerance } from '../../../helpers/close.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { readGoldens } from '../../../helpers/goldens.ts'
import { recombineReference } from '../../../helpers/reference/attention.ts'
import { modelAttentionReference } from '../../../helpers/reference/model-attention.ts'

/** A row is a softmax in float32 over at most 64 tokens. */
const sumTolerance = 1e-6

const options = { signal: new AbortController().signal, report: () => undefined }
type Memory = 'resident' | 'streamed'

async function allWeights(pass: AttentionPass, nLayers: number): Promise<Float32Array[]> {
  const all: Float32Array[] = []
  for (let index = 0; index < nLayers; index++) all.push(await pass.weights(index, options))
  return all
}

for (const golden of readGoldens()) {
  describe.each(golden.cases.map((example, j) => [j, example] as const))(
    `${golden.name}, case %i`,
    (j, { ids, prompt_positions: [, promptEnd] }) => {
      const logits = golden.tensors.get(`${j}.logits`)!
      let checkpoint: Checkpoint
      let models: Record<Memory, Model>
      let found: Float32Array[]
      let hidden: Float32Array
      beforeAll(async () => {
        checkpoint = await openCheckpoint(golden.checkpoint)
        const modelOf = (memory: Memory) =>
          new Model(checkpoint, { device: cpu, nThreads: 2, memory })
        models = { resident: modelOf('resident'), streamed: modelOf('streamed') }
        const pass = new AttentionPass(models.streamed, ids)
        found = await allWeights(pass, checkpoint.config.nLayers)
        hidden = pass.hidden!
      })
      afterAll(async () => {
        await models.resident.release()
        await models.streamed.release()
      })

      it('gives the float64 weights of every layer and head', async () => {
        const reference = await modelAttentionReference(checkpoint, ids)
        expect(found.length).toBe(reference.length)
        found.forEach((weights, index) => {
          expectCloseToLargest(weights, reference[index]!, opTolerance)
        })
      })

      it.each([1, 7, 19])('gives them in chunks of %i too', async (chunk) => {
        const pass = new AttentionPass(models.streamed, ids, chunk)
        const cut = await allWeights(pass, found.length)
        cut.forEach((weights, index) => expectCloseToLargest(weights, found[index]!, opTolerance))
      })

      it('every row sums to 1 and is exactly 0 where the token does not look', () => {
        const { nHeads, slidingWindow } = checkpoint.config
        const nTokens = ids.length
        found.forEach((weights, index) => {
          const window = slidingWindow[index] ?? nTokens
          expect(weights.length).toBe(nHeads * nTokens ** 2)
          for (let row = 0; row < nHeads * nTokens; row++) {
            const query = row % nTokens
            const values = weights.subarray(row * nTokens, (row + 1) * nTokens)
            const sum = values.reduce((total, value) => total + value, 0)
            expect(Math.abs(sum - 1)).toBeLessThan(sumTolerance)
            const first = Math.max(0, query - window + 1)
            expect(
              values.every((value, key) => value === 0 || (key >= first && key <= query))
            ).toBe(true)
            expect(values.every((value) => value >= 0)).toBe(true)
          }
        })
      })

      it('the weights times the layer’s values are what the layer’s heads read', async () => {
        const pass = await PrimalPass.run(models.resident, ids, {
          chunk: 19,
          keepSaved: true,
          nInputs: ids.length,
          ...options
        })
        for (const [index, weights] of found.entries()) {
          const { rows, values } = await pass!.saved(index)
          const read = recombineReference(weights, values, checkpoint.config)
          expectCloseToLargest(read, rows.get('attention.out')!, opTolerance)
        }
      })

      it('what the layers hand on gives the recorded logits', async () => {
        const found = await predictLogits(models.streamed, hidden)
        expectCloseToLargest(found, logits.data, logitsTolerance)
      })

      it('the prompt alone gives the rows that it has in front of a response', async () => {
        const { rope, nLayers, nVocab } = checkpoint.config
        const pass = new AttentionPass(models.streamed, ids.slice(0, promptEnd))
        const alone = await allWeights(pass, nLayers)
        // Dynamic frequencies follow the length: the prompt's own weights are then others.
        const isLonger = rope.type === 'dynamic' && ids.length > rope.originalMaxPositions
        const last = nLayers - 1
        const cut = cutSquare(found[last]!, ids.length, promptEnd)
        if (isLonger) {
          const reference = await modelAttentionReference(checkpoint, ids.slice(0, promptEnd))
          expectCloseToLargest(alone[last]!, reference[last]!, opTolerance)
          return
        }
        expectCloseToLargest(alone[last]!, cut, opTolerance)
        const expected = logits.data.subarray(0, promptEnd * nVocab)
        expectCloseToLargest(
          await predictLogits(models.streamed, pass.hidden!),
          expected,
          logitsTolerance
        )
      })

      it('resident and streamed are the same to the bit', async () => {
        const resident = await allWeights(new AttentionPass(models.resident, ids), found.length)
        expect(resident).toEqual(found)
      })

      it('any layer is the same to the bit alone, after others and after memory was let go', async () => {
        const pass = new AttentionPass(models.streamed, ids)
        const last = found.length - 1
        expect(await pass.weights(last, options)).toEqual(found[last])
        expect(await pass.weights(0, options)).toEqual(found[0])
        pass.forget()
        expect(await pass.weights(1, options)).toEqual(found[1])
        expect(await pass.weights(1, options)).toEqual(found[1])
      })
    }
  )
}

describe('an attention pass', () => {
  const { checkpoint: folder, cases } = readGoldens()[0]!
  const { ids } = cases[0]!
  let model: Model
  beforeAll(async () => {
    const checkpoint = await openCheckpoint(folder)
    model = new Model(checkpoint, { device: cpu, nThreads: 1, memory: 'streamed' })
  })
  afterAll(() => model.release())

  it('stops between two layers and goes on from there to the same bits', async () => {
    const whole = await new AttentionPass(model, ids).weights(1, options)
    const pass = new AttentionPass(model, ids)
    const stop = new AbortController()
    const reports: number[] = []
    const report = (fraction: number) => {
      reports.push(fraction)
      stop.abort()
    }
    const error = await failureOf(() => pass.weights(1, { signal: stop.signal, report }))
    expect(error.code).toBe('job/cancelled')
    expect(reports).toEqual([0.5])
    expect(await pass.weights(1, { ...options, report: (x) => void reports.push(x) })).toEqual(
      whole
    )
    // The first layer was not done again.
    expect(reports).toEqual([0.5, 1])
  })

  it('refuses a layer that the model does not have', async () => {
    const error = await failureOf(() => new AttentionPass(model, ids).weights(99, options))
    expect(error.code).toBe('internal')
  })

  it('one token attends to itself alone', async () => {
    const weights = await new AttentionPass(model, ids.slice(0, 1)).weights(0, options)
    expect([...weights]).toEqual(Array(model.config.nHeads).fill(1))
  })
})

/** The first n rows and columns of every head. */
function cutSquare(weights: Float32Array, nTokens: number, n: number): Float32Array {
  const nHeads = weights.length / nTokens ** 2
  const cut = new Float32Array(nHeads * n * n)
  for (let row = 0; row < nHeads * n; row++) {
    const from = (Math.floor(row / n) * nTokens + (row % n)) * nTokens
    cut.set(weights.subarray(from, from + n), row * n)
  }
  return cut
}
