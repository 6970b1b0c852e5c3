import { expect, it } from 'vitest'
import { killLoop } from '../../helpers/kill-loop.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

it('resumes to the same bytes after each of 100 kills of worker or service', async () => {
  const report = await killLoop({
    home: temporaryFolder(),
    nKills: 100,
    nUnits: 150,
    unitMs: 1,
    serviceEvery: 10,
    maxDelayMs: 60,
    seed: 20_260_101
  })
  expect(report.nWorkerKills + report.nServiceKills).toBe(100)
  expect(report.nServiceKills).toBeGreaterThanOrEqual(10)
  expect(report.digests).toEqual(report.expectedDigests)
  expect(report.nMidRun).toBeGreaterThan(30)
  expect(new Set(report.digests).size).toBe(report.nRuns)
  expect(report).toMatchObject({ nCommittedLost: 0, integrity: 'ok', nForeignKeyProblems: 0 })
}, 600_000)

it('the same of concepts, whose units stay as parts of the result', async () => {
  const report = await killLoop({
    home: temporaryFolder(),
    kind: 'concepts',
    nKills: 20,
    nUnits: 40,
    unitMs: 2,
    serviceEvery: 5,
    maxDelayMs: 40,
    seed: 20_260_102
  })
  expect(report.nWorkerKills + report.nServiceKills).toBe(20)
  expect(report.nServiceKills).toBe(4)
  expect(report.digests).toEqual(report.expectedDigests)
  expect(report.nMidRun).toBeGreaterThan(5)
  expect(report).toMatchObject({ nCommittedLost: 0, integrity: 'ok', nForeignKeyProblems: 0 })
}, 300_000)
