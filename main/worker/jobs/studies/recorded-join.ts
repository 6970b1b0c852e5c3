/** Recorded runs of one model or two as the cases of one study. */
import { createHash } from 'node:crypto'
import type {
  BadRow,
  DatasetSummary,
  StudyCase
} from '../../../../preload/analysis/studies/dataset.ts'
import type { StudyFailure, StudyRole } from '../../../../preload/analysis/studies/record.ts'
import type { RecordedRow, RecordedRun } from '../../../datasets/recorded/recorded-run.ts'
import type { RecordedPlan, RecordedSidePlan } from './recorded-units.ts'

export interface RoleRun {
  readonly role: StudyRole
  readonly run: RecordedRun
}

/** A case and its row in each run. */
interface Joined {
  readonly caseId: string
  readonly rows: Readonly<Partial<Record<StudyRole, number>>>
}

const nExamples = 5

/**
 * Cases are joined by name: those of the base's file in its order, then those of the tuned model alone. A
 * case that one run lacks counts for the other.
 *
 * @param runs  base first; one or two
 */
export function joinRuns(runs: readonly RoleRun[]): Omit<RecordedPlan, 'versions'> {
  const joined = joinRows(runs)
  return {
    dataset: summaryOf(runs),
    cases: joined.map((entry) => caseOf(entry, runs)),
    sides: runs.map((entry) => sideOf(entry, joined)),
    failures: failuresOf(joined, runs),
    notes: [
      ...runs.flatMap(({ run }) => run.notes),
      ...(isOneModel(runs) ? ['both files name one model: its runs are told apart by role'] : []),
      ...uninstructedNotes(runs),
      ...missingNotes(joined, runs),
      ...differenceNotes(joined, runs)
    ]
  }
}

function joinRows(runs: readonly RoleRun[]): Joined[] {
  const byName = new Map<string, Partial<Record<StudyRole, number>>>()
  for (const { role, run } of runs) {
    for (const [i, { caseId }] of run.rows.entries()) {
      const rows = byName.get(caseId) ?? {}
      rows[role] = i
      byName.set(caseId, rows)
    }
  }
  return Array.from(byName, ([caseId, rows]) => ({ caseId, rows }))
}

function caseOf({ caseId, rows }: Joined, runs: readonly RoleRun[]): StudyCase {
  const [first] = rowsOf(rows, runs)
  const rating = (role: StudyRole) =>
    rowsOf(rows, runs).find((entry) => entry.role === role)?.row.rating ?? null
  const { group, prompt, instructionSpans, line } = first!.row
  return {
    caseId,
    group,
    prompt,
    reference: null,
    instructionSpans,
    ratings: { base: rating('base'), tuned: rating('tuned') },
    line
  }
}

/** The case's row in each run that has it; never empty. */
function rowsOf(
  rows: Joined['rows'],
  runs: readonly RoleRun[]
): { readonly role: StudyRole; readonly row: RecordedRow }[] {
  return runs.flatMap(({ role, run }) => {
    const at = rows[role]
    return at === undefined ? [] : [{ role, row: run.rows[at]! }]
  })
}

function sideOf({ role, run }: RoleRun, joined: readonly Joined[]): RecordedSidePlan {
  const rowOf = joined.map(({ rows }) => rows[role] ?? null)
  return {
    role,
    name: run.model,
    mapsHash: run.mapsHash,
    casesHash: run.casesHash,
    rowOf,
    nResponse: rowOf.map((row) => (row === null ? 0 : run.rows[row]!.responseTokens.length))
  }
}

function isOneModel(runs: readonly RoleRun[]): boolean {
  return new Set(runs.map(({ run }) => run.model)).size < runs.length
}

function summaryOf(runs: readonly RoleRun[]): DatasetSummary {
  const hash = createHash('sha256')
  for (const { role, run } of runs) hash.update(`${role} ${run.casesHash} ${run.mapsHash}\n`)
  return {
    name: runs.map(({ run }) => run.fileName).join(' + '),
    sha256: hash.digest('hex'),
    format: runs[0]!.run.format,
    nRows: runs.reduce((sum, { run }) => sum + run.nRows, 0),
    mapping: null,
    badRows: runs.flatMap(({ run }) => badRowsOf(run, runs.length > 1)),
    nNotTaken: 0
  }
}

/** Lines are counted in each file: with two, the file is named. */
function badRowsOf({ badRows, fileName }: RecordedRun, isNamed: boolean): readonly BadRow[] {
  if (!isNamed) return badRows
  return badRows.map(({ line, problem }) => ({ line, problem: `${fileName}: ${problem}` }))
}

function failuresOf(joined: readonly Joined[], runs: readonly RoleRun[]): StudyFailure[] {
  return runs.flatMap(({ role, run }) =>
    joined.flatMap(({ rows }, index) =>
      rows[role] === undefined
        ? [{ case: index, role, problem: `${run.fileName} has no usable case of this name` }]
        : []
    )
  )
}

function uninstructedNotes(runs: readonly RoleRun[]): string[] {
  return runs.flatMap(({ run }) => {
    const without = run.rows.filter(({ instructionTokens }) => instructionTokens.length === 0)
    if (without.length === 0) return []
    const hint =
      run.format === 'inseq'
        ? '; a JSON Lines file of the same name beside it can give instruction_tokens'
        : ''
    return [`${run.fileName}: no instruction, so no score, in ${named(without)}${hint}`]
  })
}

function missingNotes(joined: readonly Joined[], runs: readonly RoleRun[]): string[] {
  return runs.flatMap(({ role, run }) => {
    const missing = joined.filter(({ rows }) => rows[role] === undefined)
    if (missing.length === 0) return []
    const also = 'they count for the other model, and not where pairs are compared'
    return [`not in ${run.fileName}: ${named(missing)}; ${also}`]
  })
}

function differenceNotes(joined: readonly Joined[], runs: readonly RoleRun[]): string[] {
  const differing = (field: (row: RecordedRow) => string) =>
    joined.filter(({ rows }) => new Set(rowsOf(rows, runs).map(({ row }) => field(row))).size > 1)
  const fields = [
    ['prompt', (row: RecordedRow) => row.prompt],
    ['group', (row: RecordedRow) => row.group],
    ['instruction', (row: RecordedRow) => JSON.stringify(row.instructionSpans)]
  ] as const
  return fields.flatMap(([name, field]) => {
    const found = differing(field)
    if (found.length === 0) return []
    const shown =
      name === 'prompt' ? 'each model keeps the tokens of its own' : 'that of the base is shown'
    return [`another ${name} in each file: ${named(found)}; ${shown}`]
  })
}

function named(entries: readonly { readonly caseId: string }[]): string {
  const names = entries.slice(0, nExamples).map(({ caseId }) => `"${caseId}"`)
  const more = entries.length > nExamples ? ` and ${entries.length - nExamples} more` : ''
  const count = entries.length === 1 ? '1 case' : `${entries.length} cases`
  return `${count} (${names.join(', ')}${more})`
}
