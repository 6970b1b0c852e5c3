/** What a stored or imported study must be before anything reads it. */
import * as v from 'valibot'
import { studyModes, type StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { count, finite, parseFields, provenance } from './fields.ts'
import { role } from './label-schema.ts'
import { assertAblation } from './study-ablation-schema.ts'
import {
  assertCases,
  assertFailures,
  assertModels,
  assertParts,
  assertRuns
} from './study-shapes.ts'

const subject = 'study'

const column = v.nullable(v.string())
const rating = v.nullable(finite)
const bytes = v.instance(Uint8Array)
const integers = v.instance(Int32Array)
const doubles = v.instance(Float64Array)
const failure = v.looseObject({ case: count, role, problem: v.string() })
const method = v.picklist(['remove', 'mask', 'replace'])
const mode = v.picklist(studyModes)

// Loose objects, so that a field that a later version adds survives storing and export.
const dataset = v.looseObject({
  name: v.string(),
  sha256: v.string(),
  format: v.picklist(['jsonl', 'csv', 'tsv', 'parquet', 'recorded', 'inseq']),
  nRows: count,
  mapping: v.nullable(
    v.looseObject({
      id: column,
      prompt: v.string(),
      input: column,
      response: column,
      instruction: column,
      instructionMatch: v.picklist(['only', 'first', 'last', 'all']),
      group: column,
      rating: column
    })
  ),
  badRows: v.array(v.looseObject({ line: count, problem: v.string() })),
  nNotTaken: count
})

const settings = v.looseObject({
  modes: v.array(mode),
  sameResponse: v.picklist(['reference', 'base', 'tuned']),
  nCasesLimit: v.nullable(count),
  nTokensLimit: count,
  useChatTemplate: v.boolean(),
  ablation: v.nullable(v.looseObject({ method, seed: count })),
  direction: v.picklist(['auto', 'forward', 'reverse']),
  memory: v.picklist(['auto', 'resident', 'streamed']),
  device: v.picklist(['auto', 'cpu', 'webgpu', 'cuda', 'dml']),
  nThreads: count,
  previous: v.nullable(v.string())
})

const oneCase = v.looseObject({
  caseId: v.string(),
  group: v.string(),
  prompt: v.string(),
  reference: v.nullable(v.string()),
  instructionSpans: v.array(v.tuple([count, count])),
  ratings: v.looseObject({ base: rating, tuned: rating }),
  line: count
})

const runSide = v.looseObject({
  role,
  state: bytes,
  nPrompt: integers,
  nResponse: integers,
  levelCounts: integers,
  tokenClass: bytes
})

const ablation = v.looseObject({
  method,
  seed: count,
  maskTokens: v.nullable(v.array(v.string())),
  sides: v.array(
    v.looseObject({
      role,
      caseOf: integers,
      spanOf: integers,
      nWords: integers,
      nResponse: integers,
      logProbability: doubles,
      withoutInstruction: doubles,
      withoutContext: doubles,
      hiddenInstruction: v.instance(Float32Array),
      hiddenContext: v.instance(Float32Array),
      nLayers: count
    })
  ),
  leftOut: v.array(failure)
})

const sides = v.pipe(
  v.array(v.looseObject({ role, name: v.string(), fingerprint: v.string() })),
  v.minLength(1),
  v.maxLength(2)
)

const recordSchema = v.looseObject({
  source: v.picklist(['computed', 'recorded']),
  dataset,
  cases: v.array(oneCase),
  sides,
  runs: v.array(v.looseObject({ mode, sides: v.array(runSide) })),
  ablation: v.nullable(ablation),
  settings: v.nullable(settings),
  failures: v.array(failure),
  parts: v.array(v.string()),
  ...provenance
})

/** @throws AppError `request/invalid` naming the field, what was found and what was expected */
export function parseStudy(value: unknown): StudyRecord {
  const found: StudyRecord = parseFields(recordSchema, value, subject)
  assertModels(found, subject)
  assertCases(found.cases, subject)
  assertRuns(found, subject)
  assertFailures(found.failures, found, `${subject}: failures`)
  assertParts(found, subject)
  if (found.ablation !== null) assertAblation(found.ablation, found, `${subject}: ablation`)
  return found
}
