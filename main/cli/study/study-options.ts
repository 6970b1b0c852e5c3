/** The words of `study run`, `resume`, `report` and `import`. */
import * as v from 'valibot'
import type { InstructionMatch } from '../../../preload/analysis/studies/dataset.ts'
import { studyModes } from '../../../preload/analysis/studies/record.ts'
import type {
  AblationMethod,
  SameResponse,
  StudyMode
} from '../../../preload/analysis/studies/record.ts'
import { devices, directions, memories, mostThreads, mostTokens } from '../attribute-options.ts'
import { choice, optionValues, wholeNumber } from '../option-values.ts'
import type { StudyFormat } from '../../exports/studies/study-file.ts'
import { studyFiles, type StudyFiles } from './study-files.ts'
import { studyMap } from './study-map.ts'
import { userPath } from '../user-path.ts'
import { wrongUse } from '../wrong-use.ts'

export const matches = [
  'only',
  'first',
  'last',
  'all'
] as const satisfies readonly InstructionMatch[]
export const sameResponses = [
  'reference',
  'base',
  'tuned'
] as const satisfies readonly SameResponse[]
export const ablations = ['remove', 'mask', 'replace'] as const satisfies readonly AblationMethod[]

const mostCases = 100_000
const largestSeed = 999_999_999
const file = v.optional(v.string())
const files = { json: file, html: file, csv: file, parquet: file }

const runSchema = v.object({
  base: v.string(),
  tuned: v.optional(v.string()),
  data: v.string(),
  map: v.optional(v.string()),
  match: choice(matches),
  mode: v.array(v.string()),
  same: v.optional(choice(sameResponses)),
  cases: v.optional(wholeNumber(1, mostCases)),
  tokens: wholeNumber(1, mostTokens),
  ablate: v.optional(choice(ablations)),
  seed: wholeNumber(0, largestSeed),
  chatTemplate: v.boolean(),
  direction: choice(directions),
  memory: choice(memories),
  device: choice(devices),
  threads: wholeNumber(0, mostThreads),
  title: v.optional(v.string()),
  ...files,
  strict: v.boolean(),
  yes: v.boolean()
})

/** @throws CommanderError for values out of range and options that contradict each other */
export function readStudyRun(options: unknown) {
  const words = optionValues(runSchema, options)
  const modes = modesOf(words.mode)
  const tuned = words.tuned === undefined ? null : userPath(words.tuned)
  if (tuned === null && modes?.includes('length-matched')) {
    throw wrongUse('--mode length-matched: needs --tuned')
  }
  if (tuned === null && words.same === 'tuned') throw wrongUse('--same tuned: needs --tuned')
  if (words.same !== undefined && modes !== null && !modes.includes('same')) {
    throw wrongUse(`--same ${words.same}: needs --mode same, found ${modes.join(', ')}`)
  }
  return {
    base: userPath(words.base),
    tuned,
    data: userPath(words.data),
    map: words.map === undefined ? {} : studyMap(words.map),
    match: words.match,
    /** Null takes what the data set allows. */
    modes,
    same: words.same ?? null,
    settings: {
      nCasesLimit: words.cases ?? null,
      nTokensLimit: words.tokens,
      useChatTemplate: words.chatTemplate,
      ablation: words.ablate === undefined ? null : { method: words.ablate, seed: words.seed },
      direction: words.direction,
      memory: words.memory,
      device: words.device,
      nThreads: words.threads,
      previous: null
    },
    title: words.title ?? null,
    files: filesOf(words),
    isStrict: words.strict,
    isForced: words.yes
  }
}

export type StudyRunWords = ReturnType<typeof readStudyRun>

const resumeSchema = v.object({ title: v.optional(v.string()), ...files, strict: v.boolean() })

export function readStudyResume(options: unknown) {
  const words = optionValues(resumeSchema, options)
  return { title: words.title ?? null, files: filesOf(words), isStrict: words.strict }
}

/** @throws CommanderError where no file is named */
export function readStudyReport(options: unknown): StudyFiles {
  const found = filesOf(optionValues(v.object(files), options))
  if (studyFiles(found).length > 0) return found
  throw wrongUse('study report: found no file, expected --html, --csv, --json or --parquet')
}

const importSchema = v.object({
  base: v.optional(v.string()),
  tuned: v.optional(v.string()),
  json: v.optional(v.string()),
  title: v.optional(v.string()),
  strict: v.boolean()
})

/** @throws CommanderError where no run is named */
export function readStudyImport(options: unknown) {
  const words = optionValues(importSchema, options)
  const { base, tuned } = words
  if (base === undefined && tuned === undefined) {
    throw wrongUse('study import: found no run, expected --base, --tuned or both')
  }
  return {
    request: { base: pathOf(base), tuned: pathOf(tuned) },
    jsonFile: pathOf(words.json),
    title: words.title ?? null,
    isStrict: words.strict
  }
}

/** Each once, in the order of `studyModes`; null where none is named. */
function modesOf(lists: readonly string[]): readonly StudyMode[] | null {
  const words = lists.flatMap((list) => list.split(',')).map((word) => word.trim())
  const unknown = words.find((word) => !studyModes.some((mode) => mode === word))
  if (unknown !== undefined) {
    throw wrongUse(
      `--mode: found ${JSON.stringify(unknown)}, expected some of ${studyModes.join(', ')}`
    )
  }
  return words.length === 0 ? null : studyModes.filter((mode) => words.includes(mode))
}

function filesOf(words: { readonly [format in StudyFormat]?: string | undefined }): StudyFiles {
  const { json, html, csv, parquet } = words
  return { json: pathOf(json), html: pathOf(html), csv: pathOf(csv), parquet: pathOf(parquet) }
}

function pathOf(path: string | undefined): string | null {
  return path === undefined ? null : userPath(path)
}
