import type { AnyRecord } from '../../../../preload/data.ts'
import type {
  RecordedCase,
  StudyRecordedPart
} from '../../../../preload/analysis/studies/record.ts'
import type { StudyRole } from '../../../../preload/analysis/studies/record.ts'
import { stopIfAborted } from '../../../analyses/stop-if-aborted.ts'
import { openRecordedRun } from '../../../datasets/recorded/open-recorded.ts'
import type { RecordedRun } from '../../../datasets/recorded/recorded-run.ts'
import { AppError } from '../../../errors.ts'
import type { RecordedStudyRequest } from '../../../service/contract.ts'
import type { JobResult, JsonPlain, UnitResult } from '../../contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../../job.ts'
import { joinRuns } from './recorded-join.ts'
import { recordedStudyOf } from './recorded-record.ts'
import {
  blocksOf,
  blockUnitId,
  casesPerBlock,
  recordedPlanOf,
  startUnitId,
  type RecordedPlan
} from './recorded-units.ts'
import { rolesOf } from '../roles-of.ts'
import { progressOfUnits } from '../unit-progress.ts'
import { partResult, plainResult } from '../unit-result.ts'
import { assertSameVersions, programVersions, studyMethodVersion } from '../versions.ts'

/** Share of the work that reading and checking both files is, for the progress bar alone. */
const startWeight = 0.3

/**
 * Recorded runs as a study: the files are read and checked once, then their maps are kept block by block, as
 * parts of the result.
 */
export class RecordedStudyJob implements Job {
  readonly #request: RecordedStudyRequest
  readonly #runs = new Map<StudyRole, RecordedRun>()

  /** @throws AppError `request/invalid` without a file */
  constructor(request: RecordedStudyRequest) {
    if (request.base === null && request.tuned === null) {
      throw new AppError('request/invalid', 'recorded runs: none given, expected one file or two', {
        hint: 'Choose the base model’s file, the tuned model’s, or both.'
      })
    }
    this.#request = request
  }

  next(done: DoneUnits): Unit | null {
    return this.#units(done).find(({ unitId }) => !done.has(unitId)) ?? null
  }

  progress(done: DoneUnits) {
    return progressOfUnits(this.#units(done), done, done.has(startUnitId))
  }

  async run({ unitId }: Unit, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    if (unitId === startUnitId) return plainResult(await this.#start(context))
    const plan = recordedPlanOf(done)
    assertSameVersions(plan.versions, studyMethodVersion)
    const found = blocksOf(plan).find(({ role, block }) => blockUnitId(role, block) === unitId)
    if (found === undefined) throw new AppError('internal', `unit ${unitId} is not of this job`)
    return partResult(await this.#block(plan, found.role, found.block, context))
  }

  keyFields(done: DoneUnits): Readonly<Record<string, JsonPlain>> | null {
    if (!done.has(startUnitId)) return null
    const { sides, versions } = recordedPlanOf(done)
    return {
      analysis: 'study',
      source: 'recorded',
      methodVersion: versions['method'] ?? null,
      files: sides.map(({ role, casesHash, mapsHash }) => ({ role, casesHash, mapsHash }))
    }
  }

  partial(done: DoneUnits): AnyRecord | null {
    if (!done.has(startUnitId)) return null
    return { kind: 'study', record: recordedStudyOf(done) }
  }

  finish(done: DoneUnits): JobResult {
    const keyFields = this.keyFields(done)
    if (keyFields === null || this.next(done) !== null) {
      throw new AppError('internal', 'the import was finished before its last unit')
    }
    const record = recordedStudyOf(done)
    const models = record.sides.map(({ name }) => name).join(' against ')
    const title = `${models}: ${record.cases.length} recorded cases`
    return { kind: 'study', record, keyFields, title, parts: record.parts }
  }

  async relieve(): Promise<void> {
    this.#runs.clear()
  }

  async close(): Promise<void> {
    this.#runs.clear()
  }

  /** All units that are known so far, in order. */
  #units(done: DoneUnits): Unit[] {
    const start = { unitId: startUnitId, phase: 'reading the recorded runs', weight: startWeight }
    if (!done.has(startUnitId)) return [start]
    const blocks = blocksOf(recordedPlanOf(done))
    const weight = (1 - startWeight) / blocks.length
    return [
      start,
      ...blocks.map(({ role, block }) => ({
        unitId: blockUnitId(role, block),
        phase: `${role}: keeping the maps`,
        weight
      }))
    ]
  }

  async #start({ signal, report }: UnitContext): Promise<RecordedPlan> {
    const roles = rolesOf(this.#request)
    const runs = []
    for (const [i, role] of roles.entries()) {
      const run = await openRecordedRun(this.#request[role]!, signal, (fraction) =>
        report((i + fraction) / roles.length)
      )
      this.#runs.set(role, run)
      runs.push({ role, run })
    }
    return { ...joinRuns(runs), versions: programVersions(studyMethodVersion) }
  }

  async #block(
    plan: RecordedPlan,
    role: StudyRole,
    block: number,
    { signal, report }: UnitContext
  ): Promise<StudyRecordedPart> {
    const run = await this.#open(plan, role, signal)
    const { rowOf } = plan.sides.find((side) => side.role === role)!
    const from = block * casesPerBlock
    const rows = rowOf.slice(from, from + casesPerBlock)
    const cases: RecordedCase[] = []
    for (const row of rows) {
      await stopIfAborted(signal)
      cases.push(row === null ? absentCase : await caseOf(run, row))
      report(cases.length / rows.length)
    }
    return { role, from, cases }
  }

  /** The run as it was when the import began. @throws AppError `checkpoint/changed` for other bytes */
  async #open(plan: RecordedPlan, role: StudyRole, signal: AbortSignal): Promise<RecordedRun> {
    const open = this.#runs.get(role)
    if (open !== undefined) return open
    const run = await openRecordedRun(this.#request[role]!, signal)
    const known = plan.sides.find((side) => side.role === role)!
    if (run.casesHash !== known.casesHash || run.mapsHash !== known.mapsHash) {
      throw new AppError(
        'checkpoint/changed',
        `${run.fileName}: its bytes are not those that the import began with`,
        { hint: 'Discard this import and start a new one.' }
      )
    }
    this.#runs.set(role, run)
    return run
  }
}

/** Stands for a case that only the other run has, so that a block's cases follow each other. */
const absentCase: RecordedCase = {
  promptTokens: [],
  responseTokens: [],
  instructionTokens: [],
  map: new Uint8Array(0)
}

async function caseOf(run: RecordedRun, row: number): Promise<RecordedCase> {
  const { promptTokens, responseTokens, instructionTokens } = run.rows[row]!
  return { promptTokens, responseTokens, instructionTokens, map: await run.readMap(row) }
}
