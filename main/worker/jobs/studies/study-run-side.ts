import { levelCounts } from '../../../../preload/analysis/studies/level-counts.ts'
import { countedLevels } from '../../../../preload/analysis/studies/record.ts'
import type { StudyRole, StudyRunSide } from '../../../../preload/analysis/studies/record.ts'

/** One model's map of a case, as far as a record counts it. */
export interface CaseLevels {
  readonly nPrompt: number
  /** Columns of `levels`. */
  readonly nResponse: number
  /** Columns that count under the mode, at most `nResponse`. */
  readonly nColumns: number
  /** [nPrompt, nResponse] salient map, L = 10, b = 0 */
  readonly levels: Uint8Array
  /** [nPrompt] index into `tokenClasses` */
  readonly tokenClass: Uint8Array
}

/** A case under one mode: its levels, or why it has none. */
export type SideCase = CaseLevels | 'pending' | 'left out'

const states = { pending: 0, done: 1, 'left out': 2 } as const

/** One model under one mode, from its cases in the order of the record. */
export function runSideOf(role: StudyRole, cases: readonly SideCase[]): StudyRunSide {
  const done = cases.filter((entry) => typeof entry !== 'string')
  const nRows = done.reduce((sum, { nPrompt }) => sum + nPrompt, 0)
  const counts = new Int32Array(nRows * countedLevels)
  const tokenClass = new Uint8Array(nRows)
  let row = 0
  for (const { nPrompt, nResponse, nColumns, levels, tokenClass: classes } of done) {
    counts.set(levelCounts(levels, nPrompt, nResponse, nColumns), row * countedLevels)
    tokenClass.set(classes, row)
    row += nPrompt
  }
  return {
    role,
    state: Uint8Array.from(cases, (entry) => states[typeof entry === 'string' ? entry : 'done']),
    nPrompt: Int32Array.from(cases, (entry) => (typeof entry === 'string' ? 0 : entry.nPrompt)),
    nResponse: Int32Array.from(cases, (entry) => (typeof entry === 'string' ? 0 : entry.nColumns)),
    levelCounts: counts,
    tokenClass
  }
}
