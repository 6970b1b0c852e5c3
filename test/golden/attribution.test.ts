/** The analyses themselves on given ids, in small chunks and odd batches, so that seams between them are met. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import {
  attributeForward,
  type Extent,
  type Sources
} from '../../main/analyses/attribution/forward.ts'
import { leaveOneOut } from '../../main/analyses/attribution/leave-one-out.ts'
import { PrimalPass } from '../../main/analyses/attribution/primal-pass.ts'
import { attributeReverse } from '../../main/analyses/attribution/reverse.ts'
import { makeTargets, predictLogits } from '../../main/analyses/attribution/targets.ts'
import { openCheckpoint } from '../../main/checkpoint/checkpoint.ts'
import { cpu } from '../../main/runtime/device.ts'
import { Model } from '../../main/runtime/model.ts'
import {
  expectCloseToLargest,
  expectColumnsClose,
  float32Tolerance,
  logitsTolerance
} from '../helpers/close.ts'
import { readGoldens, type GoldenCase } from '../helpers/goldens.ts'

const { signal } = new AbortController()
const ignore = () => undefined
const chunk = 19

function extentOf({ prompt_positions: prompt, response_positions: response }: GoldenCase): Extent {
  return {
    promptStart: prompt[0],
    nPrompt: prompt[1] - prompt[0],
    responseStart: response[0],
    nResponse: response[1] - response[0]
  }
}

function split(total: number, size: number): Sources[] {
  return Array.from({ length: Math.ceil(total / size) }, (_, i) => [
    i * size,
    Math.min((i + 1) * size, total)
  ])
}

/** Blocks of columns side by side. */
function joinColumns(
  blocks: readonly Float32Array[],
  ranges: readonly Sources[],
  nRows: number
): Float32Array {
  const nColumns = ranges.at(-1)![1]
  const all = new Float32Array(nRows * nColumns)
  blocks.forEach((block, i) => {
    const [from, to] = ranges[i]!
    for (let row = 0; row < nRows; row++)
      all.set(block.subarray(row * (to - from), (row + 1) * (to - from)), row * nColumns + from)
  })
  return all
}

function joinRows(blocks: readonly Float32Array[]): Float32Array {
  return Float32Array.from(blocks.flatMap((block) => Array.from(block)))
}

async function passOf(
  model: Model,
  ids: readonly number[],
  options: { readonly keepSaved: boolean; readonly nInputs?: number }
): Promise<PrimalPass> {
  const pass = await PrimalPass.run(model, ids, { chunk, signal, ...options })
  if (!pass) throw new Error('aborted')
  return pass
}

for (const golden of readGoldens()) {
  for (const memory of ['resident', 'streamed'] as const) {
    describe(`${golden.name}, ${memory}`, () => {
      let model: Model
      beforeAll(async () => {
        const checkpoint = await openCheckpoint(golden.checkpoint)
        model = new Model(checkpoint, { device: cpu, nThreads: 2, memory })
      })
      afterAll(() => model.release())

      describe.each(golden.cases.map((example, j) => [j, example] as const))(
        'case %i',
        (j, example) => {
          const extent = extentOf(example)
          const response = example.ids.slice(...example.response_positions)
          const recorded = (name: string) => golden.tensors.get(`${j}.${name}`)!.data
          // Streamed, saved values are computed anew by every derivative.
          const keepSaved = memory === 'resident'
          let pass: PrimalPass
          beforeAll(async () => {
            pass = await passOf(model, example.ids, { keepSaved })
          })
          const targetsOf = (kind: 'probability' | 'logit') => {
            const predicting = pass.final.subarray((extent.responseStart - 1) * model.config.dModel)
            return makeTargets(model, predicting, response, kind, null)
          }

          it('logits of every position, the last one too', async () => {
            const all = { keepSaved: false, nInputs: example.ids.length }
            const { final } = await passOf(model, example.ids, all)
            expectCloseToLargest(
              await predictLogits(model, final),
              recorded('logits'),
              logitsTolerance
            )
          })

          it.each([
            ['probability', 'importance'],
            ['logit', 'importance_logit']
          ] as const)('importance for %s, forward and reverse', async (kind, name) => {
            const targets = await targetsOf(kind)
            const sources = split(extent.nPrompt, 7)
            const ranges = split(extent.nResponse, 5)
            const rows = await attributeForward(pass, targets, extent, sources, signal, ignore)
            const columns = await attributeReverse(pass, targets, extent, ranges, signal, ignore)
            const expected = recorded(name)
            expectColumnsClose(joinRows(rows!), expected, extent.nResponse, float32Tolerance)
            expectColumnsClose(
              joinColumns(columns!, ranges, extent.nPrompt),
              expected,
              extent.nResponse,
              float32Tolerance
            )
          })

          it('probability of the response', async () => {
            const { probability } = await targetsOf('probability')
            const expected = recorded('probability')
            // Each by itself: they differ by many orders of magnitude.
            expectColumnsClose(probability, expected, expected.length, float32Tolerance)
          })

          // Resident it is in the jobs' tests; this is for the seams between chunks.
          if (memory === 'resident') return
          it('leave-one-out', async () => {
            const request = {
              ids: example.ids,
              extent,
              target: 'probability' as const,
              foils: null
            }
            const rows = await leaveOneOut(pass, request, [0, extent.nPrompt], signal, ignore)
            expectColumnsClose(rows!, recorded('leave_one_out'), extent.nResponse, float32Tolerance)
          })
        }
      )
    })
  }
}
