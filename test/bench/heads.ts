/** Prints how long the attention heads of one layer of LLaMA-7B's shape take, pairs and chance counts included. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultHeadsSettings } from '../../preload/analysis/heads/record.ts'
import { generateAttention } from './heads-checkpoint.ts'
import type { HeadsReport } from './heads-run.ts'
import { measureMatrixPeak } from './matrix-peak.ts'

const nWords = 26_000
const shape = { dModel: 4_096, nHeads: 32, nVocab: nWords }
const nThreads = availableParallelism()
const mostSeconds = 3
const mostBytes = 1e9
const giga = 1e9

console.log(
  `One layer of LLaMA-7B's shape, F16, random; ${nWords} words, K = ${defaultHeadsSettings.nTop}, ${defaultHeadsSettings.nShuffles} shufflings; ${cpus()[0]?.model ?? 'unknown processor'}, ${nThreads} threads`
)
const folder = mkdtempSync(join(tmpdir(), 'shiftlens-heads-'))
try {
  await generateAttention(folder, shape)
  await measure('file', 'similarity of 300 dimensions')
  await measure('embeddings', `similarity of the embeddings, ${shape.dModel} dimensions`)
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(source: 'file' | 'embeddings', title: string): Promise<void> {
  // The machine's clock and its other tenants drift: the peak is measured around the figure.
  const before = await measureMatrixPeak(nThreads)
  const run = await runHeads(source)
  const peak = Math.max(before, await measureMatrixPeak(nThreads))
  const perHead = run.seconds / run.nHeads
  const atPeak = run.operations / peak / run.nHeads
  console.log(`\n${title}`)
  console.log(
    `${perHead.toFixed(2)} s a head (${run.nHeads} heads in ${run.seconds.toFixed(1)} s); bound ${mostSeconds} s: ${verdict(perHead <= mostSeconds)}`
  )
  console.log(
    `${gflop(run.operations / run.nHeads)} GFLOP a head take ${atPeak.toFixed(2)} s at the matrix peak of ${gflop(peak)} GFLOP/s: ${((100 * atPeak) / perHead).toFixed(0)} % of it (planned ${gflop(run.plannedOperations / run.nHeads)} GFLOP)`
  )
  console.log(
    `thresholds, once a run: ${run.thresholdSeconds.toFixed(1)} s for ${gflop(run.thresholdOperations)} GFLOP`
  )
  console.log(
    `peak resident size ${mebibytes(run.peakBytes)} (planned ${mebibytes(run.plannedBytes)}); bound ${mebibytes(mostBytes)}: ${verdict(run.peakBytes <= mostBytes)}`
  )
  console.log(
    `${run.nPairs} pairs, ${run.nChancePairs.toFixed(0)} by chance, ${run.nRelations} relations`
  )
}

function runHeads(source: string): Promise<HeadsReport> {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('heads-run.ts', import.meta.url))
    const child = fork(program, [folder, source, String(nWords)])
    child.on('message', (message) => resolve(message as HeadsReport))
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
