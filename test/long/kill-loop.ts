/**
 * The long form of the kill loop (trust.md, crash protocol 1), outside CI:
 * `node test/long/kill-loop.ts [kills] [seed]`, 1,000 kills unless told. Exits 1 when anything differs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killLoop } from '../helpers/kill-loop.ts'

const [nKills = '1000', seed = '1'] = process.argv.slice(2)
const home = mkdtempSync(join(tmpdir(), 'shiftlens-kill-loop-'))
const startedMs = performance.now()
const report = await killLoop({
  home,
  nKills: Number(nKills),
  nUnits: 200,
  unitMs: 1,
  serviceEvery: 5,
  maxDelayMs: 100,
  seed: Number(seed)
})
rmSync(home, { recursive: true })
const { digests, expectedDigests, ...figures } = report
const isSame = digests.every((digest, i) => digest === expectedDigests[i])
const seconds = Math.round((performance.now() - startedMs) / 1_000)
console.log({ ...figures, isSame, seconds })
const isSound =
  isSame &&
  report.nCommittedLost === 0 &&
  report.integrity === 'ok' &&
  report.nForeignKeyProblems === 0
process.exit(isSound ? 0 : 1)
