/**
 * Kills workers and services of a run at random moments until it has happened often enough, resuming each
 * time, and compares every finished run with one that was left alone.
 */
import Database from 'better-sqlite3'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobStatus } from '../../preload/data.ts'
import type { ServiceHandle } from '../../main/service/start-service.ts'
import { databaseFile } from '../../main/service/store/database.ts'
import { conceptsDigestOf } from './concepts-digest.ts'
import { fakeConceptsRequest, fakeRequest } from './fake-job.ts'
import type { FakePlan } from './fake-job.ts'
import { digestOf, JobWatch, startFakeService } from './fake-service.ts'
import { seededRandom } from './random.ts'

export interface KillLoopOptions {
  readonly home: string
  /** What is run. */
  readonly kind?: 'attribution' | 'concepts'
  readonly nKills: number
  readonly nUnits: number
  readonly unitMs: number
  /** Every so manieth kill hits the service, the others its worker. */
  readonly serviceEvery: number
  /** Most kills come up to this long after a unit was committed, the others up to it after a start. */
  readonly maxDelayMs: number
  readonly seed: number
}

export interface KillLoopReport {
  readonly nWorkerKills: number
  readonly nServiceKills: number
  readonly nRuns: number
  /** Kills that came when some units were done and some not. */
  readonly nMidRun: number
  /** Units that were known to be committed and were not there afterwards. Must be 0. */
  readonly nCommittedLost: number
  readonly digests: readonly string[]
  readonly expectedDigests: readonly string[]
  /** Of SQLite, after the last kill: `ok` when sound. */
  readonly integrity: string
  readonly nForeignKeyProblems: number
}

const isUnderWay: readonly string[] = ['queued', 'running']
const needsResume: readonly string[] = ['interrupted', 'failed', 'paused']

export async function killLoop(options: KillLoopOptions): Promise<KillLoopReport> {
  const { home, nKills, nUnits, unitMs, maxDelayMs, serviceEvery, kind = 'attribution' } = options
  const random = seededRandom(options.seed)
  let service = startFakeService(home)
  let nWorkerKills = 0
  let nServiceKills = 0
  let nMidRun = 0
  let nCommittedLost = 0
  const digests: string[] = []
  const seeds: number[] = []

  try {
    while (nWorkerKills + nServiceKills < nKills) {
      const seed = options.seed + seeds.length
      seeds.push(seed)
      let watch = new JobWatch(service)
      const { jobId } = await start(service, kind, { seed, nUnits, unitMs })
      let nCommitted = 0
      for (;;) {
        const status = await resumed(service, jobId)
        nCommitted = Math.max(nCommitted, status.unitsDone)
        if (status.state === 'done') break
        if (nWorkerKills + nServiceKills >= nKills) {
          await watch.until(jobId, ({ state }) => state === 'done')
          break
        }
        if (random() < 0.7) {
          const isFurther = ({ unitsDone }: JobStatus): boolean => unitsDone > nCommitted
          await watch.until(jobId, (now) => isFurther(now) || !isUnderWay.includes(now.state))
        }
        await sleep(random() * maxDelayMs)
        const isServiceNext = (nWorkerKills + nServiceKills + 1) % serviceEvery === 0
        const pid = isServiceNext ? null : await workerPid(service)
        nCommitted = Math.max(nCommitted, watch.last(jobId)?.unitsDone ?? 0)
        if (isServiceNext) {
          await service.kill()
          nServiceKills++
          service = startFakeService(home)
          watch = new JobWatch(service)
        } else if (pid !== null && isKilled(pid)) {
          nWorkerKills++
        } else {
          continue
        }
        const after = await statusOf(service, jobId)
        if (after.unitsDone > 0 && after.unitsDone < nUnits) nMidRun++
        nCommittedLost += Math.max(0, nCommitted - after.unitsDone)
      }
      digests.push(await digest(service, kind, jobId))
    }
  } finally {
    await service.close()
  }
  return {
    nWorkerKills,
    nServiceKills,
    nRuns: seeds.length,
    nMidRun,
    nCommittedLost,
    digests,
    expectedDigests: await undisturbed(seeds, options),
    ...inspect(home)
  }
}

type Kind = NonNullable<KillLoopOptions['kind']>

function start(service: ServiceHandle, kind: Kind, plan: FakePlan) {
  return kind === 'attribution'
    ? service.call('attribution/start', fakeRequest(plan))
    : service.call('concepts/start', fakeConceptsRequest(plan))
}

function digest(service: ServiceHandle, kind: Kind, jobId: string): Promise<string> {
  return kind === 'attribution' ? digestOf(service, jobId) : conceptsDigestOf(service, jobId)
}

async function undisturbed(
  seeds: readonly number[],
  { nUnits, home, kind = 'attribution' }: KillLoopOptions
): Promise<string[]> {
  const service = startFakeService(home, 'memory')
  const watch = new JobWatch(service)
  const digests: string[] = []
  for (const seed of seeds) {
    const { jobId } = await start(service, kind, { seed, nUnits })
    await watch.until(jobId, ({ state }) => state === 'done')
    digests.push(await digest(service, kind, jobId))
  }
  await service.close()
  return digests
}

async function resumed(service: ServiceHandle, jobId: string): Promise<JobStatus> {
  const status = await statusOf(service, jobId)
  if (needsResume.includes(status.state)) await service.call('job/resume', { jobId })
  return status
}

async function statusOf(service: ServiceHandle, jobId: string): Promise<JobStatus> {
  const status = (await service.call('job/list', null)).find((job) => job.jobId === jobId)
  if (status === undefined) throw new Error(`job ${jobId} is gone`)
  return status
}

async function workerPid(service: ServiceHandle): Promise<number | null> {
  const { workers } = await service.call('service/status', null)
  return workers.find(({ role }) => role === 'jobs')?.pid ?? null
}

function isKilled(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    // It has ended in the meantime.
    return false
  }
}

function inspect(home: string): Pick<KillLoopReport, 'integrity' | 'nForeignKeyProblems'> {
  const db = new Database(databaseFile(home), { readonly: true })
  const integrity = String(db.pragma('integrity_check', { simple: true }))
  const problems: unknown = db.pragma('foreign_key_check')
  db.close()
  return { integrity, nForeignKeyProblems: Array.isArray(problems) ? problems.length : -1 }
}
