/**
 * Every call and event between renderer and main, once: name, request schema, reply type. From this
 * follow the names that the bridge lets through, the handlers main must fill and the client's types.
 */
import * as v from 'valibot'
import type { ErrorReport, Outcome } from '../main/errors.ts'
import { annotationSettingsSchema } from './analysis/concepts/annotation.ts'
import { levels, tasks } from './analysis/concepts/labels.ts'
import type { StoredLabel } from './analysis/concepts/labels.ts'
import type { ConceptsLayer, WordHit } from './analysis/concepts/record.ts'
import type { AttentionLayer } from './analysis/heads/attention-record.ts'
import type { HeadsLayer } from './analysis/heads/record.ts'
import type { VerbLists } from './analysis/heads/verb-lists.ts'
import type { DatasetPreview } from './analysis/studies/dataset.ts'
import { studyModes } from './analysis/studies/record.ts'
import type { StoredRating, StudyCaseDetail, StudyPlan } from './analysis/studies/record.ts'
import type {
  AnnotationPlan,
  AppInfo,
  ConceptsPlan,
  DeviceStatus,
  HeadsPlan,
  JobStatus,
  LibraryPage,
  LiveText,
  OpenedCheckpoint,
  OpenedDataset,
  OpenedResult,
  PartialResult,
  RecentCheckpoint,
  RunPlan,
  SampleData,
  Settings,
  TokenizedText
} from './data.ts'

export type { ErrorReport, Outcome }

const shortText = v.pipe(v.string(), v.maxLength(4_096))
const longText = v.pipe(v.string(), v.maxLength(1_000_000))
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,128}$/))
const handle = id
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31))
const span = v.tuple([count, count])
const nothing = v.strictObject({})

export const attributionSettingsSchema = v.strictObject({
  prompt: longText,
  response: v.nullable(longText),
  respond: v.picklist(['given', 'base', 'tuned', 'own', 'length-matched']),
  nTokensLimit: v.pipe(count, v.minValue(1), v.maxValue(100_000)),
  instructionSpans: v.pipe(v.array(span), v.maxLength(1_000)),
  target: v.picklist(['probability', 'log-probability', 'logit', 'contrastive']),
  foil: v.nullable(shortText),
  estimator: v.picklist(['gradient', 'leave-one-out']),
  withLeaveOneOut: v.boolean(),
  useChatTemplate: v.boolean(),
  direction: v.picklist(['auto', 'forward', 'reverse']),
  memory: v.picklist(['auto', 'resident', 'streamed']),
  device: v.picklist(['auto', 'cpu', 'webgpu', 'cuda', 'dml']),
  nThreads: v.pipe(count, v.maxValue(1_024))
})

export const settingsSchema = v.strictObject({
  theme: v.picklist(['system', 'light', 'dark']),
  palette: v.picklist(['RdBu', 'PuOr']),
  device: v.picklist(['auto', 'cpu', 'webgpu', 'cuda', 'dml']),
  nThreads: v.pipe(count, v.maxValue(1_024)),
  hasSeenTour: v.boolean(),
  levels: v.pipe(count, v.minValue(1), v.maxValue(255)),
  threshold: v.pipe(count, v.maxValue(255)),
  exponent: v.pipe(v.number(), v.minValue(1), v.maxValue(16))
})

export const libraryQuerySchema = v.strictObject({
  text: shortText,
  tag: v.nullable(shortText),
  sort: v.picklist(['newest', 'oldest', 'title', 'tuned-score', 'base-score']),
  offset: count,
  limit: v.pipe(count, v.maxValue(500))
})

const attributionRequest = v.strictObject({
  base: v.nullable(handle),
  tuned: v.nullable(handle),
  settings: attributionSettingsSchema
})
const layerIndex = v.pipe(count, v.maxValue(100_000))

export const conceptsSettingsSchema = v.strictObject({
  layers: v.nullable(v.pipe(v.array(layerIndex), v.minLength(1), v.maxLength(10_000))),
  nDirections: v.pipe(count, v.minValue(1), v.maxValue(100_000)),
  nWords: v.pipe(count, v.minValue(1), v.maxValue(1_000)),
  nRandom: v.pipe(count, v.minValue(2), v.maxValue(10_000)),
  partnerThreshold: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  keepDirections: v.boolean(),
  nThreads: v.pipe(count, v.maxValue(1_024))
})

const conceptsRequest = v.strictObject({
  base: v.nullable(handle),
  tuned: v.nullable(handle),
  /** Of a word list from `words/pick`; null takes the tokenizer's whole words. */
  words: v.nullable(handle),
  settings: conceptsSettingsSchema
})
const partSource = v.union([v.strictObject({ resultId: id }), v.strictObject({ jobId: id })])

export const conceptLabelSchema = v.strictObject({
  description: v.pipe(v.string(), v.maxLength(500)),
  tasks: v.pipe(v.array(v.picklist(tasks)), v.maxLength(tasks.length)),
  level: v.picklist(levels),
  evidence: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1_000))), v.maxLength(100))
})

export const headsSettingsSchema = v.strictObject({
  layers: v.nullable(v.pipe(v.array(layerIndex), v.minLength(1), v.maxLength(10_000))),
  nTop: v.pipe(count, v.minValue(1), v.maxValue(10_000)),
  nThresholdWords: v.pipe(count, v.minValue(1), v.maxValue(1_000_000)),
  thresholdSds: v.pipe(v.number(), v.minValue(-10), v.maxValue(10)),
  nShuffles: v.pipe(count, v.maxValue(100)),
  nShownWords: v.nullable(v.pipe(count, v.maxValue(10_000))),
  nShownPairs: v.nullable(v.pipe(count, v.maxValue(1_000_000))),
  nThreads: v.pipe(count, v.maxValue(1_024))
})

const headsRequest = v.strictObject({
  base: v.nullable(handle),
  tuned: v.nullable(handle),
  /** Of a word list from `words/pick`; null takes the tokenizer's whole words. */
  words: v.nullable(handle),
  /** Of word vectors from `similarity/pick`; null takes the base model's input embeddings. */
  similarity: v.nullable(handle),
  settings: headsSettingsSchema
})

export const attentionSettingsSchema = v.strictObject({
  prompt: longText,
  useChatTemplate: v.boolean(),
  layers: v.nullable(v.pipe(v.array(layerIndex), v.minLength(1), v.maxLength(10_000))),
  nThreads: v.pipe(count, v.maxValue(1_024))
})

const columnName = v.nullable(v.pipe(v.string(), v.maxLength(1_000)))

export const studyMappingSchema = v.strictObject({
  id: columnName,
  prompt: v.pipe(v.string(), v.maxLength(1_000)),
  input: columnName,
  response: columnName,
  instruction: columnName,
  instructionMatch: v.picklist(['only', 'first', 'last', 'all']),
  group: columnName,
  rating: columnName
})

export const studySettingsSchema = v.strictObject({
  mapping: studyMappingSchema,
  modes: v.pipe(v.array(v.picklist(studyModes)), v.minLength(1), v.maxLength(studyModes.length)),
  sameResponse: v.picklist(['reference', 'base', 'tuned']),
  nCasesLimit: v.nullable(v.pipe(count, v.minValue(1))),
  nTokensLimit: v.pipe(count, v.minValue(1), v.maxValue(100_000)),
  useChatTemplate: v.boolean(),
  ablation: v.nullable(
    v.strictObject({ method: v.picklist(['remove', 'mask', 'replace']), seed: count })
  ),
  direction: v.picklist(['auto', 'forward', 'reverse']),
  memory: v.picklist(['auto', 'resident', 'streamed']),
  device: v.picklist(['auto', 'cpu', 'webgpu', 'cuda', 'dml']),
  nThreads: v.pipe(count, v.maxValue(1_024)),
  previous: v.nullable(id)
})

const studyRequest = v.strictObject({
  base: v.nullable(handle),
  tuned: v.nullable(handle),
  /** Of a data set from `study/pick`, `study/sample` or `study/arrived`. */
  data: handle,
  settings: studySettingsSchema
})

const annotationRequest = v.strictObject({ resultId: id, settings: annotationSettingsSchema })
const result = v.strictObject({ resultId: id })
const job = v.strictObject({ jobId: id })

/** Carries the reply's type; holds nothing at run time. */
interface Call<Schema extends v.GenericSchema, Reply> {
  readonly request: Schema
  readonly reply?: Reply
}
const call =
  <Reply>() =>
  <const Schema extends v.GenericSchema>(request: Schema): Call<Schema, Reply> => ({ request })

export const calls = {
  'app/info': call<AppInfo>()(nothing),
  'app/diagnostics': call<string>()(nothing),
  'settings/read': call<Settings>()(nothing),
  'settings/write': call<Settings>()(settingsSchema),
  'device/list': call<readonly DeviceStatus[]>()(nothing),
  'device/test': call<DeviceStatus>()(
    v.strictObject({ device: v.picklist(['cpu', 'webgpu', 'cuda', 'dml']) })
  ),
  'checkpoint/pick': call<OpenedCheckpoint | null>()(nothing),
  'checkpoint/open': call<OpenedCheckpoint>()(v.strictObject({ handle })),
  'checkpoint/recents': call<readonly RecentCheckpoint[]>()(nothing),
  'sample/open': call<SampleData>()(nothing),
  'text/tokenize': call<TokenizedText>()(v.strictObject({ handle, text: longText })),
  'text/suggest-instruction': call<readonly [number, number] | null>()(
    v.strictObject({ prompt: longText })
  ),
  'attribution/plan': call<readonly RunPlan[]>()(attributionRequest),
  'attribution/start': call<{ readonly jobId: string }>()(attributionRequest),
  /** Lets the user choose a word list; null when it was called off. */
  'words/pick': call<{ readonly handle: string; readonly name: string } | null>()(nothing),
  'concepts/plan': call<ConceptsPlan>()(conceptsRequest),
  'concepts/start': call<{ readonly jobId: string }>()(conceptsRequest),
  'concepts/layer': call<ConceptsLayer | null>()(
    v.strictObject({ source: partSource, layer: layerIndex })
  ),
  'concepts/find-words': call<readonly WordHit[]>()(
    v.strictObject({ source: partSource, words: v.pipe(v.array(count), v.maxLength(100)) })
  ),
  'concepts/labels': call<readonly StoredLabel[]>()(v.strictObject({ resultId: id })),
  'concepts/set-label': call<null>()(
    v.strictObject({
      resultId: id,
      layer: layerIndex,
      role: v.picklist(['base', 'tuned']),
      direction: layerIndex,
      label: v.nullable(conceptLabelSchema),
      author: v.pipe(v.string(), v.maxLength(200)),
      note: v.pipe(v.string(), v.maxLength(10_000))
    })
  ),
  /** Lets the user choose a file of word vectors (GloVe or word2vec); null when it was called off. */
  'similarity/pick': call<{ readonly handle: string; readonly name: string } | null>()(nothing),
  /** Lets the user choose a file of verb lists and reads it; null when it was called off. */
  'verbs/pick': call<{ readonly lists: VerbLists; readonly notes: readonly string[] } | null>()(
    nothing
  ),
  'heads/plan': call<HeadsPlan>()(headsRequest),
  'heads/start': call<{ readonly jobId: string }>()(headsRequest),
  'heads/layer': call<HeadsLayer | null>()(
    v.strictObject({ source: partSource, layer: layerIndex })
  ),
  'attention/start': call<{ readonly jobId: string }>()(
    v.strictObject({
      base: v.nullable(handle),
      tuned: v.nullable(handle),
      settings: attentionSettingsSchema
    })
  ),
  'attention/layer': call<AttentionLayer | null>()(
    v.strictObject({ source: partSource, layer: layerIndex })
  ),
  /** Lets the user choose a data set and reads it; null when it was called off. */
  'study/pick': call<OpenedDataset | null>()(nothing),
  /** The bundled data set. */
  'study/sample': call<OpenedDataset>()(nothing),
  /** What a mapping gives; null proposes one. */
  'study/preview': call<DatasetPreview>()(
    v.strictObject({ data: handle, mapping: v.nullable(studyMappingSchema) })
  ),
  'study/plan': call<StudyPlan>()(studyRequest),
  'study/start': call<{ readonly jobId: string }>()(studyRequest),
  /** Lets the user choose a file of recorded runs (.jsonl with .safetensors beside it, or Inseq's .json). */
  'study/pick-recorded': call<{ readonly handle: string; readonly name: string } | null>()(nothing),
  'study/import': call<{ readonly jobId: string }>()(
    v.strictObject({ base: v.nullable(handle), tuned: v.nullable(handle) })
  ),
  /** The maps of a case; null while it is not done. */
  'study/case': call<StudyCaseDetail | null>()(
    v.strictObject({ source: partSource, case: count, mode: v.picklist(studyModes) })
  ),
  /** Ratings given in the app with their history, oldest first. */
  'study/ratings': call<readonly StoredRating[]>()(v.strictObject({ resultId: id })),
  'study/rate': call<null>()(
    v.strictObject({
      resultId: id,
      case: count,
      role: v.picklist(['base', 'tuned']),
      rating: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(100)))
    })
  ),
  /** Writes tables and pictures of a study to a file that the user chooses; null when it was called off. */
  'study/report': call<{ readonly fileName: string } | null>()(
    v.strictObject({
      resultId: id,
      format: v.picklist(['html', 'csv', 'json', 'parquet']),
      salience: v.strictObject({
        levels: v.picklist([2, 5, 10]),
        threshold: v.pipe(count, v.maxValue(10)),
        norm: v.pipe(v.number(), v.minValue(1), v.maxValue(100))
      })
    })
  ),
  'annotation/plan': call<AnnotationPlan>()(annotationRequest),
  /** The key stays in the service's memory; it is neither stored nor logged. */
  'annotation/start': call<{ readonly jobId: string }>()(
    v.strictObject({
      ...annotationRequest.entries,
      key: v.nullable(v.pipe(v.string(), v.maxLength(4_096)))
    })
  ),
  'generation/start': call<{ readonly jobId: string }>()(
    v.strictObject({
      handle,
      role: v.picklist(['base', 'tuned']),
      prompt: longText,
      useChatTemplate: v.boolean(),
      nTokensLimit: count
    })
  ),
  'job/list': call<readonly JobStatus[]>()(nothing),
  'job/pause': call<null>()(job),
  'job/resume': call<null>()(job),
  'job/cancel': call<null>()(job),
  'job/discard': call<null>()(job),
  'job/partial': call<PartialResult | null>()(job),
  'library/list': call<LibraryPage>()(libraryQuerySchema),
  'result/open': call<OpenedResult>()(result),
  'result/rename': call<null>()(
    v.strictObject({ resultId: id, title: v.pipe(shortText, v.minLength(1)) })
  ),
  'result/annotate': call<null>()(
    v.strictObject({
      resultId: id,
      note: longText,
      tags: v.pipe(v.array(v.pipe(shortText, v.minLength(1))), v.maxLength(100))
    })
  ),
  'result/delete': call<null>()(result),
  'result/restore': call<null>()(result),
  'result/export': call<{ readonly fileName: string } | null>()(
    v.strictObject({ resultId: id, format: v.picklist(['shiftlens', 'json', 'csv']) })
  ),
  'result/import': call<{ readonly resultId: string } | null>()(nothing),
  'picture/save': call<{ readonly fileName: string } | null>()(
    v.strictObject({
      suggestedName: shortText,
      format: v.picklist(['png', 'svg', 'csv', 'json']),
      bytes: v.instance(Uint8Array)
    })
  )
} as const

export type Calls = typeof calls
export type CallName = keyof Calls
export type Request<N extends CallName> = v.InferOutput<Calls[N]['request']>
export type Reply<N extends CallName> = Exclude<Calls[N]['reply'], undefined>

/** What main tells the renderer unasked. */
export interface Events {
  'job/changed': JobStatus
  'generation/text': LiveText
  /** A folder arrived by drop, argument or second instance; the view puts it in the pair. */
  'checkpoint/arrived': OpenedCheckpoint
  /** A file or folder arrived that could not be opened. */
  'checkpoint/refused': ErrorReport
  /** A data set arrived the same ways; the view sets up a study over it. */
  'study/arrived': OpenedDataset
  /** A file that is named like a data set arrived and could not be read as one. */
  'study/refused': ErrorReport
  'library/changed': { readonly resultId: string | null }
  /** A menu item or key that a view handles, e.g. `palette`, `settings`, `open`. */
  'menu/action': string
}
export type EventName = keyof Events

export const eventNames = [
  'job/changed',
  'generation/text',
  'checkpoint/arrived',
  'checkpoint/refused',
  'study/arrived',
  'study/refused',
  'library/changed',
  'menu/action'
] as const satisfies readonly EventName[]

/** The object that the preload puts on `window.shiftlens`: one `call`, one `on`, one drop adapter. */
export interface Bridge {
  call<N extends CallName>(name: N, request: Request<N>): Promise<Outcome<Reply<N>>>
  /** Returns a function that stops listening. */
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void
  /**
   * Hands dropped files or folders to main, which grants handles and answers by `checkpoint/arrived` or
   * `study/arrived`.
   */
  drop(files: readonly File[]): void
}
