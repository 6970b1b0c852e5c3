import type { SalientMap } from '../../../../preload/analysis/salient-map.ts'
import { levelCounts } from '../../../../preload/analysis/studies/level-counts.ts'
import type {
  StudyMode,
  StudyRecord,
  StudyRole,
  StudyRunSide
} from '../../../../preload/analysis/studies/record.ts'

/** A salient map at L = 10, b = 0, and its instruction's and special tokens. */
export interface MappedCase extends SalientMap {
  readonly instruction: readonly number[]
  readonly special?: readonly number[]
}

export type SmallCase = MappedCase | 'not yet' | 'failed'

export interface SmallStudy {
  readonly groups?: readonly string[]
  readonly ratings?: readonly (number | null)[]
  readonly runs: Partial<Record<StudyMode, Partial<Record<StudyRole, readonly SmallCase[]>>>>
}

/** What tables do not read. */
export const plainFacts = {
  ablation: null,
  settings: null,
  failures: [],
  parts: [],
  operations: 0,
  seconds: 0,
  versions: {},
  device: 'cpu',
  createdAt: '2026-01-01T00:00:00.000Z',
  isPartial: false,
  notes: []
} satisfies Partial<StudyRecord>

/** A study of a few cases, with what its tables read. */
export function studyOf({ groups, ratings, runs }: SmallStudy): StudyRecord {
  const modes = Object.entries(runs) as [StudyMode, Partial<Record<StudyRole, SmallCase[]>>][]
  const [, firstSides] = modes[0]!
  const roles = Object.keys(firstSides) as StudyRole[]
  const nCases = firstSides[roles[0]!]!.length
  return {
    source: 'computed',
    dataset: {
      name: 'small.jsonl',
      sha256: '',
      format: 'jsonl',
      nRows: nCases,
      mapping: null,
      badRows: [],
      nNotTaken: 0
    },
    cases: Array.from({ length: nCases }, (_, i) => ({
      caseId: `case-${i}`,
      group: groups?.[i] ?? '',
      prompt: '',
      reference: null,
      instructionSpans: [],
      ratings: { base: null, tuned: ratings?.[i] ?? null },
      line: i + 1
    })),
    sides: roles.map((role) => ({ role, name: `${role} model`, fingerprint: '' })),
    runs: modes.map(([mode, sides]) => ({
      mode,
      sides: roles.map((role) => sideOf(role, sides[role]!))
    })),
    ...plainFacts
  }
}

function sideOf(role: StudyRole, cases: readonly SmallCase[]): StudyRunSide {
  const mapped = cases.map((entry) => (typeof entry === 'string' ? null : entry))
  const done = mapped.filter((entry) => entry !== null)
  return {
    role,
    state: Uint8Array.from(cases, (entry) =>
      entry === 'not yet' ? 0 : entry === 'failed' ? 2 : 1
    ),
    nPrompt: Int32Array.from(mapped, (entry) => entry?.rows ?? 0),
    nResponse: Int32Array.from(mapped, (entry) => entry?.columns ?? 0),
    levelCounts: Int32Array.from(
      done.flatMap(({ data, rows, columns }) =>
        Array.from(levelCounts(data, rows, columns, columns))
      )
    ),
    tokenClass: Uint8Array.from(
      done.flatMap(({ rows, instruction, special = [] }) =>
        Array.from({ length: rows }, (_, n) =>
          instruction.includes(n) ? 1 : special.includes(n) ? 2 : 0
        )
      )
    )
  }
}

/** Rows of levels as they are written; the first so many tokens are the instruction. */
export function mapOf(rows: readonly (readonly number[])[], nInstruction = 1): MappedCase {
  return {
    data: Uint8Array.from(rows.flat()),
    rows: rows.length,
    columns: rows[0]!.length,
    instruction: Array.from({ length: nInstruction }, (_, n) => n)
  }
}

/**
 * Two tokens, the first the instruction, of so many response tokens: the densest token has density 1 and
 * `strength` columns of the other say 10. With b = 7, p = 4: density (strength / nColumns)^¾.
 */
export function caseOfStrength(strength: number, nColumns = 10): MappedCase {
  const columns = Array.from({ length: nColumns }, (_, m) => m)
  return mapOf([columns.map((m) => (m < strength ? 10 : 0)), columns.map(() => 10)])
}
