import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
import { readGoldens, type GoldenCase } from '../helpers/goldens.ts'
import { expectColumnsClose, expectCloseToLargest } from '../helpers/close.ts'

const { signal } = new AbortController()
const ignore = () => undefined

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

for (const golden of readGoldens()) {
  for (const memory of ['resident', 'streamed'] as const) {
    describe(`${golden.name}, ${memory}`, () => {
      let model: Model
      beforeAll(async () => {
        model = new Model(await openCheckpoint(golden.checkpoint), {
          device: cpu,
          nThreads: 2,
          memory
        })
      })
      afterAll(() => model.release())

      golden.cases.forEach((example, j) => {
        const extent = extentOf(example)
        const response = example.ids.slice(...example.response_positions)
        // Small chunks and odd batches, so that seams between them are met; streamed computes saved values anew.
        const pass = async () => {
          const run = await PrimalPass.run(model, example.ids, {
            chunk: 19,
            keepSaved: memory === 'resident',
            signal
          })
          if (!run) throw new Error('aborted')
          return run
        }
        const targetsOf = (run: PrimalPass, kind: 'probability' | 'logit') => {
          const first = (extent.responseStart - 1) * model.config.dModel
          return makeTargets(model, run.final.subarray(first), response, kind, null)
        }
        const recorded = (name: string) => golden.tensors.get(`${j}.${name}`)!.data

        it(`case ${j}: logits`, async () => {
          const run = await pass()
          const logits = await predictLogits(model, run.final)
          const nVocab = model.head.nVocab
          expectCloseToLargest(
            logits,
            recorded('logits').subarray(0, (example.ids.length - 1) * nVocab),
            2e-4
          )
        })

        for (const kind of ['probability', 'logit'] as const) {
          const name = kind === 'logit' ? 'importance_logit' : 'importance'
          it(`case ${j}: ${kind}, forward`, async () => {
            const run = await pass()
            const blocks = await attributeForward(
              run,
              await targetsOf(run, kind),
              extent,
              split(extent.nPrompt, 7),
              signal,
              ignore
            )
            expectColumnsClose(joinRows(blocks!), recorded(name), extent.nResponse, 1e-3)
          })

          it(`case ${j}: ${kind}, reverse`, async () => {
            const run = await pass()
            const ranges = split(extent.nResponse, 5)
            const blocks = await attributeReverse(
              run,
              await targetsOf(run, kind),
              extent,
              ranges,
              signal,
              ignore
            )
            expectColumnsClose(
              joinColumns(blocks!, ranges, extent.nPrompt),
              recorded(name),
              extent.nResponse,
              1e-3
            )
          })
        }

        it(`case ${j}: probability of the response`, async () => {
          const { probability } = await targetsOf(await pass(), 'probability')
          expectColumnsClose(probability, recorded('probability'), probability.length, 1e-3)
        })

        it(`case ${j}: leave-one-out`, async () => {
          const run = await pass()
          const request = { ids: example.ids, extent, target: 'probability' as const, foils: null }
          const rows = await leaveOneOut(run, request, [0, extent.nPrompt], signal, ignore)
          expectColumnsClose(rows!, recorded('leave_one_out'), extent.nResponse, 1e-3)
        })
      })
    })
  }
}
