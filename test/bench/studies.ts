/** Prints how long a study of 40 bundled cases takes in all modes with word ablation, and what it finds. */
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defaultSalience } from '../../preload/analysis/salience-settings.ts'
import type { StudySettings } from '../../preload/analysis/studies/record.ts'
import { studyVerdict } from '../../preload/analysis/studies/study-verdict.ts'
import type { UnitResult } from '../../main/worker/contract.ts'
import { desk } from '../../main/worker/desk.ts'
import { createJob } from '../../main/worker/jobs/create-job.ts'
import { idleContext } from '../helpers/idle-needs.ts'
import { studySettings } from '../helpers/study-job-settings.ts'
import { peakResidentBytes } from './peak-memory.ts'

const mostSeconds = 180
const nThreads = availableParallelism()
const folder = fileURLToPath(new URL('../../resources/sample/', import.meta.url))
const settings: StudySettings = studySettings({
  nCasesLimit: 40,
  nTokensLimit: 110,
  ablation: { method: 'remove', seed: 1 },
  nThreads
})
const request = {
  base: `${folder}base`,
  tuned: `${folder}tuned`,
  data: `${folder}cases.jsonl`,
  settings
}

console.log(
  `40 cases of the sample pair, modes ${settings.modes.join(', ')}, words removed; ${cpus()[0]?.model ?? 'unknown processor'}, ${nThreads} threads`
)
const plan = await desk['study/plan'](request)
const job = await createJob({ kind: 'study', request })
const done = new Map<string, UnitResult>()
const secondsOf = new Map<string, number>()
const startedMs = performance.now()
const startedCpu = process.cpuUsage()
for (let unit = job.next(done); unit; unit = job.next(done)) {
  const unitMs = performance.now()
  done.set(unit.unitId, await job.run(unit, done, idleContext))
  const kind = unit.unitId.split('/').slice(0, 2).join(' of ')
  secondsOf.set(kind, (secondsOf.get(kind) ?? 0) + (performance.now() - unitMs) / 1_000)
}
const seconds = (performance.now() - startedMs) / 1_000
const { user, system } = process.cpuUsage(startedCpu)
const partialMs = performance.now()
job.partial(done)
const recordMs = performance.now() - partialMs
const result = job.finish(done)
await job.close()
if (result.kind !== 'study') throw new Error(`the job was a ${result.kind}`)

console.log(
  `${seconds.toFixed(1)} s; bound ${mostSeconds} s: ${seconds <= mostSeconds ? 'kept' : 'EXCEEDED'}; planned ${plan.estimatedSeconds?.toFixed(1) ?? 'no'} s`
)
// Other tenants of the machine stretch the first figure, not this one.
console.log(`${((user + system) / 1e6).toFixed(1)} s of processor time`)
for (const [kind, spent] of secondsOf)
  if (spent >= 0.1) console.log(`  ${kind}: ${spent.toFixed(1)} s`)
console.log(
  `record of all cases in ${recordMs.toFixed(0)} ms; peak resident size ${(peakResidentBytes() / 2 ** 20).toFixed(0)} MiB (planned ${(plan.neededBytes / 2 ** 20).toFixed(0)} MiB)`
)
for (const { text } of studyVerdict(result.record, defaultSalience)) console.log(text)
