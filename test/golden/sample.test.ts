/** The bundled pair on its first sixty cases against the reference's figures (resources/sample/README.md). */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { defaultSalience } from '../../preload/analysis/salience-settings.ts'
import { importanceDensity } from '../../preload/analysis/density.ts'
import { instructionScore } from '../../preload/analysis/instruction-score.ts'
import { instructionTokens } from '../../preload/analysis/instruction-tokens.ts'
import { salientMap } from '../../preload/analysis/salient-map.ts'
import { attributeForward } from '../../main/analyses/attribution/forward.ts'
import { batchesOf, planAttribution } from '../../main/analyses/attribution/plan.ts'
import { PrimalPass } from '../../main/analyses/attribution/primal-pass.ts'
import { attributeReverse } from '../../main/analyses/attribution/reverse.ts'
import { makeTargets } from '../../main/analyses/attribution/targets.ts'
import { cpu } from '../../main/runtime/device.ts'
import { Model } from '../../main/runtime/model.ts'
import { readSampleCases } from '../../main/shell/sample.ts'
import { findInstruction } from '../../main/tokenizer/instruction-spans.ts'
import { extentOf } from '../../main/worker/jobs/attribution-plan-unit.ts'
import { openModel } from '../../main/worker/jobs/open-model.ts'
import { buildSequence } from '../../main/tokenizer/sequence.ts'
import type { SampleCase } from '../../preload/data.ts'

const folder = fileURLToPath(new URL('../../resources/sample/', import.meta.url))
const nCases = 60
const { signal } = new AbortController()

interface Figures {
  readonly 'same response': Readonly<
    Record<'base' | 'tuned', { readonly mean: number; readonly sd: number }>
  >
}
// Written by our own reference script.
const figures = JSON.parse(readFileSync(`${folder}figures.json`, 'utf8')) as Figures

/** Scores of all cases with one loaded model: the steps of a job without opening it sixty times. */
async function scoresOf(role: 'base' | 'tuned', cases: readonly SampleCase[]): Promise<number[]> {
  const { checkpoint, tokenizer } = await openModel(`${folder}${role}`)
  const model = new Model(checkpoint, { device: cpu, nThreads: 2, memory: 'resident' })
  const scores: number[] = []
  for (const { prompt, response, instruction } of cases) {
    const sequence = buildSequence(tokenizer, prompt, response)
    const extent = extentOf(sequence)
    const plan = planAttribution({
      checkpoint,
      extent,
      settings: { direction: 'auto', memory: 'resident', target: 'probability' },
      estimator: 'gradient',
      freeBytes: 8 * 2 ** 30
    })
    // Saved values of the primal are not kept, so that its sessions stay loaded for the next case.
    const pass = await PrimalPass.run(model, sequence.ids, {
      chunk: plan.chunk,
      keepSaved: false,
      signal
    })
    const predicting = pass!.final.subarray((extent.responseStart - 1) * model.config.dModel)
    const ids = sequence.ids.slice(...sequence.responsePositions)
    const targets = await makeTargets(model, predicting, ids, 'probability', null)
    const batches = batchesOf(extent, plan.method, plan.batch)
    const run = plan.method === 'forward' ? attributeForward : attributeReverse
    const blocks = await run(pass!, targets, extent, batches, signal, () => undefined)
    const data = new Float32Array(extent.nPrompt * extent.nResponse)
    batches.forEach(([from, to], i) => {
      const width = plan.method === 'forward' ? extent.nResponse : to - from
      const offset = plan.method === 'forward' ? from * extent.nResponse : from
      for (let row = 0; row < blocks![i]!.length / width; row++) {
        const values = blocks![i]!.subarray(row * width, (row + 1) * width)
        data.set(values, offset + row * extent.nResponse)
      }
    })
    const matrix = { data, rows: extent.nPrompt, columns: extent.nResponse }
    const density = importanceDensity(salientMap(matrix, defaultSalience), defaultSalience.norm)
    const side = { ...sequence, promptOffset: 0 }
    const { span } = findInstruction(prompt, instruction)
    scores.push(instructionScore(density, instructionTokens(side, [span]))!)
  }
  await model.release()
  return scores
}

describe.each(['base', 'tuned'] as const)('%s, both on the same response', (role) => {
  let scores: readonly number[]
  beforeAll(async () => {
    const cases = await readSampleCases(folder)
    scores = await scoresOf(role, cases.slice(0, nCases))
  }, 300_000)

  it('has the recorded mean and population standard deviation of the instruction scores', () => {
    const mean = scores.reduce((sum, score) => sum + score, 0) / nCases
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / nCases
    const expected = figures['same response'][role]
    expect(scores.length).toBe(nCases)
    expect(Math.abs(mean - expected.mean), `mean ${mean}`).toBeLessThan(0.01)
    expect(Math.abs(Math.sqrt(variance) - expected.sd), `sd ${variance}`).toBeLessThan(0.01)
  })
})
