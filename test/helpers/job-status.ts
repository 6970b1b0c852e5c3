import type { JobStatus } from '../../preload/data.ts'

/** A running attribution job a third of the way. */
export function jobStatus(changes: Partial<JobStatus> = {}): JobStatus {
  return {
    jobId: 'job-1',
    kind: 'attribution',
    title: 'Give me the first two sentences',
    state: 'running',
    phase: 'tuned: attributing',
    unitsDone: 74,
    unitsTotal: 240,
    fraction: 0.31,
    elapsedMs: 12_400,
    remainingMs: 27_000,
    throughput: '34.1 tokens/s',
    error: null,
    resultId: null,
    createdAt: '2026-11-23T12:00:00.000Z',
    ...changes
  }
}
