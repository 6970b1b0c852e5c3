/** Prints how long the principal directions of one layer of LLaMA-7B's shape take, and how exact they are. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateLayer } from './concepts-checkpoint.ts'
import type { DirectionsReport } from './concepts-run.ts'
import { measureMatrixPeak } from './matrix-peak.ts'

const shape = { dModel: 4_096, dFfn: 11_008 }
const nDirections = 300
const nThreads = availableParallelism()
const mostSeconds = 60
const mostBytes = 2e9
const giga = 1e9

console.log(
  `One layer of LLaMA-7B's shape, F16, random with structure of low rank; ${cpus()[0]?.model ?? 'unknown processor'}, ${nThreads} threads`
)
const folder = mkdtempSync(join(tmpdir(), 'shiftlens-concepts-'))
try {
  await generateLayer(folder, shape)
  // The machine's clock and its other tenants drift: the peak is measured around every figure.
  const peaks = [await measureMatrixPeak(nThreads)]
  const runs: DirectionsReport[] = []
  for (let run = 0; run < 3; run++) {
    runs.push(await measureDirections(folder))
    peaks.push(await measureMatrixPeak(nThreads))
  }
  printRuns(runs, Math.max(...peaks))
} finally {
  rmSync(folder, { recursive: true })
}

function printRuns(runs: readonly DirectionsReport[], peak: number): void {
  const run = [...runs].sort((a, b) => a.seconds - b.seconds)[1]!
  const largestBytes = Math.max(...runs.map(({ peakBytes }) => peakBytes))
  const { dModel, dFfn } = shape
  // Golub and Van Loan 2013, section 8.3: reduction to tridiagonal form, and about 3n³ for all vectors.
  const full = (4 / 3 + 3) * dModel ** 3
  const covariance = 2 * dFfn * dModel ** 2
  console.log(
    `${nDirections} directions of D = ${dModel}, I = ${dFfn}: ${run.seconds.toFixed(1)} s (median of ${runs.length}: ${runs.map(({ seconds }) => seconds.toFixed(1)).join(', ')}), of it covariance ${run.covarianceSeconds.toFixed(1)} s; bound ${mostSeconds} s: ${verdict(run.seconds <= mostSeconds)}`
  )
  console.log(
    `peak resident size ${mebibytes(largestBytes)} (planned ${mebibytes(run.plannedBytes)}); bound ${mebibytes(mostBytes)}: ${verdict(largestBytes <= mostBytes)}`
  )
  console.log(
    `largest ||Cv - λv|| ${run.residual.toExponential(1)} of the largest eigenvalue, largest |VVᵀ - 1| ${run.orthogonality.toExponential(1)}; bound 1e-4: ${verdict(run.residual <= 1e-4 && run.orthogonality <= 1e-4)}`
  )
  console.log(
    `spent ${gflop(run.operations)} GFLOP (planned ${gflop(run.plannedOperations)}), ${gflop(run.operations / run.seconds)} GFLOP/s of a matrix peak of ${gflop(peak)}`
  )
  console.log(
    `a full symmetric decomposition, 4/3 n³ + 3 n³ = ${gflop(full)} GFLOP, takes ${(full / peak).toFixed(1)} s at that peak; with the whole covariance, 2 I D² = ${gflop(covariance)} GFLOP, ${((full + covariance) / peak).toFixed(1)} s`
  )
}

function measureDirections(checkpoint: string): Promise<DirectionsReport> {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('concepts-run.ts', import.meta.url))
    const child = fork(program, [checkpoint, String(nDirections)])
    child.on('message', (message) => resolve(message as DirectionsReport))
    child.on('exit', (code) => reject(new Error(`the run ended with ${code}`)))
  })
}

function verdict(isKept: boolean): string {
  return isKept ? 'kept' : 'EXCEEDED'
}

function gflop(value: number): string {
  return (value / giga).toFixed(0)
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`
}
