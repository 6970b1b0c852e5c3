/** Principal directions of one layer in a process of its own; tells time, peak memory and exactness. */
import { availableParallelism } from 'node:os'
import { baseBytes } from '../../main/analyses/attribution/memory-needs.ts'
import { principalDirections } from '../../main/analyses/concepts/directions/principal-directions.ts'
import { directionsPlan } from '../../main/analyses/concepts/directions/directions-plan.ts'
import { openCheckpoint } from '../../main/checkpoint/checkpoint.ts'
import { peakResidentBytes } from './peak-memory.ts'

export interface DirectionsReport {
  /** From the checkpoint on disk to the directions. */
  readonly seconds: number
  /** Of it until the covariance was there. */
  readonly covarianceSeconds: number
  readonly peakBytes: number
  readonly residual: number
  readonly orthogonality: number
  readonly operations: number
  readonly plannedOperations: number
  /** The program itself included. */
  readonly plannedBytes: number
}

const [folder = '', directions = ''] = process.argv.slice(2)
const nDirections = Number(directions)
const startedMs = performance.now()
const checkpoint = await openCheckpoint(folder)
const { dModel, dFfn } = checkpoint.config
const plan = directionsPlan(dModel, dFfn, nDirections)
const covarianceShare = plan.covarianceOperations / plan.operations
let covarianceSeconds = 0
const elapsed = () => (performance.now() - startedMs) / 1_000
const { residual, orthogonality, operations } = await principalDirections(checkpoint, 0, {
  nDirections,
  nThreads: availableParallelism(),
  report(fraction) {
    if (fraction <= covarianceShare) covarianceSeconds = elapsed()
  }
})
const report: DirectionsReport = {
  seconds: elapsed(),
  covarianceSeconds,
  peakBytes: peakResidentBytes(),
  residual,
  orthogonality,
  operations,
  plannedOperations: plan.operations,
  plannedBytes: baseBytes + plan.neededBytes
}
process.send?.(report)
