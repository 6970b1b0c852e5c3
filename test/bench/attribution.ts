/** Prints how fast attribution is beside this machine's own matrix peak, and how much memory it takes. */
import { fork } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { openCheckpoint } from '../../main/checkpoint/checkpoint.ts'
import { layerWeights } from '../../main/analyses/attribution/operations.ts'
import { runAttribution, type Measured } from './attribution-run.ts'
import { generateCheckpoint, smolShape } from './generated-checkpoint.ts'
import { measureMatrixPeak } from './matrix-peak.ts'
import type { MemoryReport } from './memory-run.ts'

const folder = fileURLToPath(new URL('../../.cache/bench/smollm2-135m', import.meta.url))
const checkpoint = await openCheckpoint(await generateCheckpoint(folder, smolShape))
const nThreads = availableParallelism()
const giga = 1e9

console.log(
  `SmolLM2-135M's shape, random BF16 weights; ${cpus()[0]?.model ?? 'unknown processor'}, ${nThreads} threads, float32`
)
console.log(
  'seconds are from the checkpoint on disk to the whole map; operations are 2mnk of every product, recomputation not counted; * is the cheaper direction\n'
)

const header = [
  'N',
  'M',
  'direction',
  'runs',
  'seconds',
  'GFLOP',
  'GFLOP/s',
  'peak',
  'of peak',
  'batch'
]
console.log(row(header))

await measure(60, 120, 'forward', 3)
await measure(60, 120, 'reverse', 3)
await measure(40, 300, 'auto', 1)
await measure(400, 100, 'auto', 1)

console.log('\nHow time grows with T (N = 16, forward, one run each)')
console.log(row(['T', 'seconds', 'GFLOP', 'GFLOP/s', '', '', '', '', '', '']))
for (const nTokens of [64, 128, 256, 512, 1_024]) {
  const { plan, seconds } = await runAttribution(
    checkpoint,
    16,
    nTokens - 17,
    'forward',
    'resident'
  )
  console.log(
    row([nTokens, seconds.toFixed(2), gflop(plan.operations), gflop(plan.operations / seconds)])
  )
}

console.log('\nMemory (N = 60, M = 120, forward; each in a process of its own)')
const reports: MemoryReport[] = []
for (const memory of ['resident', 'streamed'] as const) reports.push(await measureMemory(memory))
const [resident, streamed] = reports as [MemoryReport, MemoryReport]
const layerBytes = 4 * layerWeights(checkpoint.config)
const bound = 2 * layerBytes + streamed.activationBytes + 400 * 2 ** 20
for (const report of reports)
  console.log(
    `${report.memory.padEnd(9)} ${report.seconds.toFixed(2)} s, peak resident size ${mebibytes(report.peakBytes)}`
  )
console.log(
  `bound for streamed: two layers ${mebibytes(2 * layerBytes)} + activations ${mebibytes(streamed.activationBytes)} + 400 MiB = ${mebibytes(bound)}: ${streamed.peakBytes <= bound ? 'kept' : 'EXCEEDED'}`
)
console.log(
  `equal numbers resident and streamed: ${resident.digest === streamed.digest ? 'yes, to the bit' : 'NO'}`
)

async function measure(
  nPrompt: number,
  nResponse: number,
  direction: 'forward' | 'reverse' | 'auto',
  nRuns: number
): Promise<void> {
  // The machine's clock and its other tenants drift: the peak is measured around every figure.
  const peaks = [await measureMatrixPeak(nThreads)]
  const runs: Measured[] = []
  for (let run = 0; run < nRuns; run++) {
    runs.push(await runAttribution(checkpoint, nPrompt, nResponse, direction, 'resident'))
    peaks.push(await measureMatrixPeak(nThreads))
  }
  const { plan, seconds } = median(runs)
  const perSecond = plan.operations / seconds
  const peak = Math.max(...peaks)
  const isCheaper = plan.operations === Math.min(plan.operationsForward, plan.operationsReverse)
  const label = `${plan.method}${isCheaper ? ' *' : ''}`
  console.log(
    row([
      nPrompt,
      nResponse,
      label,
      nRuns,
      seconds.toFixed(2),
      gflop(plan.operations),
      gflop(perSecond),
      gflop(peak),
      `${((100 * perSecond) / peak).toFixed(0)} %`,
      plan.batch
    ])
  )
}

function measureMemory(memory: 'resident' | 'streamed'): Promise<MemoryReport> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('memory-run.ts', import.meta.url)), [folder, memory])
    child.on('message', (message) => resolve(message as MemoryReport))
    child.on('exit', (code) => reject(new Error(`the memory run ended with ${code}`)))
  })
}

function median(runs: readonly Measured[]): Measured {
  return [...runs].sort((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)]!
}

function gflop(value: number): string {
  return (value / giga).toFixed(value < 10 * giga ? 1 : 0)
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`
}

function row(cells: readonly (string | number)[]): string {
  return cells
    .map((cell) => String(cell).padStart(9))
    .join(' ')
    .trimEnd()
}
