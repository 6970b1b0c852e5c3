import { existsSync, readFileSync } from 'node:fs'
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import { levelCounts } from '../../../../preload/analysis/studies/level-counts.ts'
import type {
  StudyMode,
  StudyRecord,
  StudyRole,
  StudyRunSide
} from '../../../../preload/analysis/studies/record.ts'
import { readSafetensors } from '../../../helpers/read-safetensors.ts'
import { plainFacts } from './study-of.ts'

const folder = '../shared/paper'
export const isMissing = !existsSync(folder)
export const because = isMissing ? ` (skipped: folder ${folder} is missing)` : ''
export const readPaper = (name: string): unknown =>
  JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))

interface PaperCase {
  readonly case: string
  readonly dataset: string
  readonly prompt: string
  readonly rating: number | null
  readonly instruction_tokens: readonly number[]
  readonly rows: number
  readonly columns: number
  readonly levels: Uint8Array
}

const names = { base: 'llama-7b', tuned: 'vicuna-7b' } as const

/** The paper's recorded runs as a study, read without the product's importer. */
export function paperRecord(): StudyRecord {
  const read = { base: readCases('base'), tuned: readCases('tuned') }
  const matched = read.base.map((entry, i) => Math.min(entry.columns, read.tuned[i]!.columns))
  const sideOf = (mode: StudyMode) => (role: StudyRole) =>
    runSideOf(
      role,
      read[role].map((entry, i) => ({
        ...entry,
        used: mode === 'own' ? entry.columns : matched[i]!
      }))
    )
  const roles = ['base', 'tuned'] as const
  return {
    source: 'recorded',
    dataset: {
      name: 'paper',
      sha256: '',
      format: 'recorded',
      nRows: read.base.length,
      mapping: null,
      badRows: [],
      nNotTaken: 0
    },
    cases: read.base.map((entry, i) => caseOf(entry, read.tuned[i]!, i)),
    sides: roles.map((role) => ({ role, name: names[role], fingerprint: '' })),
    runs: (['own', 'length-matched'] as const).map((mode) => ({
      mode,
      sides: roles.map(sideOf(mode))
    })),
    ...plainFacts
  }
}

function readCases(role: StudyRole): PaperCase[] {
  const maps = readSafetensors(`${folder}/${names[role]}.safetensors`)
  const lines = readFileSync(`${folder}/${names[role]}.jsonl`, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const entry = JSON.parse(line) as Omit<PaperCase, 'rows' | 'columns' | 'levels'>
    const { data, shape } = maps.get(entry.case)!
    return { ...entry, rows: shape[0]!, columns: shape[1]!, levels: Uint8Array.from(data) }
  })
}

function caseOf(base: PaperCase, tuned: PaperCase, i: number): StudyCase {
  if (base.case !== tuned.case) throw new Error(`${base.case} stands beside ${tuned.case}`)
  return {
    caseId: base.case,
    group: base.dataset,
    prompt: base.prompt,
    reference: null,
    instructionSpans: [],
    ratings: { base: base.rating, tuned: tuned.rating },
    line: i + 1
  }
}

function runSideOf(
  role: StudyRole,
  cases: readonly (PaperCase & { readonly used: number })[]
): StudyRunSide {
  return {
    role,
    state: Uint8Array.from(cases, () => 1),
    nPrompt: Int32Array.from(cases, ({ rows }) => rows),
    nResponse: Int32Array.from(cases, ({ used }) => used),
    levelCounts: Int32Array.from(
      cases.flatMap(({ levels, rows, columns, used }) =>
        Array.from(levelCounts(levels, rows, columns, used))
      )
    ),
    tokenClass: Uint8Array.from(
      cases.flatMap(({ rows, instruction_tokens: tokens }) => {
        const instruction = new Set(tokens)
        return Array.from({ length: rows }, (_, n) => (instruction.has(n) ? 1 : 0))
      })
    )
  }
}
