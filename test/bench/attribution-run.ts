import { availableParallelism } from 'node:os'
import type { Checkpoint } from '../../main/checkpoint/checkpoint.ts'
import { cpu } from '../../main/runtime/device.ts'
import { Model } from '../../main/runtime/model.ts'
import { attributeForward, type Extent } from '../../main/analyses/attribution/forward.ts'
import {
  planAttribution,
  batchesOfUnit,
  type AttributionPlan
} from '../../main/analyses/attribution/plan.ts'
import { PrimalPass } from '../../main/analyses/attribution/primal-pass.ts'
import { attributeReverse } from '../../main/analyses/attribution/reverse.ts'
import { makeTargets } from '../../main/analyses/attribution/targets.ts'

export interface Measured {
  readonly plan: AttributionPlan
  /** From the checkpoint on disk to the whole map: sessions are loaded in this time. */
  readonly seconds: number
  readonly blocks: readonly Float32Array[]
}

const { signal } = new AbortController()

/** One whole attribution as a job does it, without service and store. */
export async function runAttribution(
  checkpoint: Checkpoint,
  nPrompt: number,
  nResponse: number,
  direction: 'forward' | 'reverse' | 'auto',
  memory: 'auto' | 'resident' | 'streamed'
): Promise<Measured> {
  const extent: Extent = { promptStart: 1, nPrompt, responseStart: 1 + nPrompt, nResponse }
  const ids = Array.from(
    { length: 1 + nPrompt + nResponse },
    (_, i) => (i * 7_919 + 13) % checkpoint.config.nVocab
  )
  const settings = { direction, memory, target: 'probability' } as const
  const startedMs = performance.now()
  const plan = planAttribution({
    checkpoint,
    extent,
    settings,
    estimator: 'gradient',
    freeBytes: process.availableMemory()
  })
  const model = new Model(checkpoint, {
    device: cpu,
    nThreads: availableParallelism(),
    memory: plan.memory
  })
  const pass = await PrimalPass.run(model, ids, {
    chunk: plan.chunk,
    keepSaved: plan.keepSaved,
    signal
  })
  const predicting = pass!.final.subarray((extent.responseStart - 1) * model.config.dModel)
  const targets = await makeTargets(
    model,
    predicting,
    ids.slice(extent.responseStart),
    'probability',
    null
  )
  await model.head.release()
  const blocks: Float32Array[] = []
  const attribute = plan.method === 'forward' ? attributeForward : attributeReverse
  for (let unit = 0; unit < plan.nUnits; unit++) {
    const made = await attribute(
      pass!,
      targets,
      extent,
      batchesOfUnit(plan, extent, unit),
      signal,
      () => undefined
    )
    blocks.push(...made!)
  }
  const seconds = (performance.now() - startedMs) / 1_000
  await model.release()
  return { plan, seconds, blocks }
}
