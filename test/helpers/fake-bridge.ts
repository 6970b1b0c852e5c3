/**
 * A `window.shiftlens` for tests of the built renderer in a plain browser: realistic answers, a library
 * of any length, jobs in every state. `installFakeBridge` is serialised into the page, so it may use
 * nothing but its argument. Its calls are recorded in `window.fakeBridge`.
 */
import type { Bridge, CallName, ErrorReport, EventName, Events } from '../../preload/contract.ts'
import type {
  AttributionRecord,
  JobStatus,
  OpenedCheckpoint,
  RecentCheckpoint,
  ResultRow,
  Settings
} from '../../preload/data.ts'
import type { StoredLabel } from '../../preload/analysis/concepts/labels.ts'
import type { FakeConcepts, FakeConceptsOptions } from './fake-concepts.ts'
import type { FakeHeads, FakeHeadsOptions } from './fake-heads.ts'
import type { StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import type { StoredRating, StudyMode } from '../../preload/analysis/studies/record.ts'
import type { FakeStudy, FakeStudyOptions } from './study-record.ts'

export interface FakeOptions {
  readonly nResults?: number
  readonly settings?: Partial<Settings>
  readonly jobs?: readonly JobStatus[]
  readonly recents?: readonly RecentCheckpoint[]
  readonly hasPair?: boolean
  /** Calls that answer with an error. */
  readonly failures?: Partial<Record<CallName, ErrorReport>>
  readonly delayMs?: number
  /** Every first of three results is of concepts, and their runs have this outcome. */
  readonly concepts?: FakeConceptsOptions
  /** The first result is of heads, the second of attention, and their runs have this outcome. */
  readonly heads?: FakeHeadsOptions
  /** The first result is of a study, unless it is of heads, and studies have this outcome. */
  readonly study?: FakeStudyOptions
  /** False: the tour may start by itself. */
  readonly isTest?: boolean
}

export interface FakeBridge {
  readonly calls: { readonly name: CallName; readonly request: unknown }[]
  emit<N extends EventName>(name: N, payload: Events[N]): void
  /** Dropped files by name. */
  readonly dropped: string[][]
}

declare global {
  interface Window {
    fakeBridge: FakeBridge
    /** Put there before the bridge. */
    fakeConcepts: FakeConcepts
    fakeHeads: FakeHeads
    fakeStudy: FakeStudy
  }
}

export function installFakeBridge(options: FakeOptions): void {
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const calls: { name: CallName; request: unknown }[] = []
  const dropped: string[][] = []

  const emit = (name: string, payload: unknown) => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never)
  }

  const checkpoint = (handle: string, name: string): OpenedCheckpoint => ({
    handle,
    label: `sample/${name}`,
    summary: {
      name,
      family: 'Llama',
      architecture: 'LlamaForCausalLM',
      nLayers: 8,
      nHeads: 6,
      nKvHeads: 3,
      dModel: 192,
      dHead: 32,
      dFfn: 512,
      nVocab: 2048,
      maxPositions: 512,
      nParameters: 3_612_480,
      sizeBytes: 7_229_184,
      storedDtype: 'BF16',
      tiedEmbeddings: true,
      rope: 'default',
      hasChatTemplate: name === 'tuned',
      containsCode: false,
      warnings: name === 'tuned' ? ['3 embedding rows have no token'] : []
    }
  })
  const base = checkpoint('base', 'base')
  const tuned = checkpoint('tuned', 'tuned')

  let settings: Settings = {
    theme: 'system',
    palette: 'RdBu',
    device: 'auto',
    nThreads: 0,
    hasSeenTour: true,
    levels: 10,
    threshold: 7,
    exponent: 4,
    ...options.settings
  }

  const prompts = [
    'Give me the first two sentences.\n\nInput: One day Omar went to the house with a quiet dog.',
    'Translate the sentences to English.\n\nInput: Le oiseau fort voit le bois.',
    'Add the numbers and say the sum only. 21 + 17 =',
    'Write a short mail that asks for the small map back.',
    'Is this review good or bad? "The soup was cold and the waiter laughed."'
  ]
  const tags = ['paper', 'to check', 'length-matched', 'figure 2']
  let rows: ResultRow[] = Array.from({ length: options.nResults ?? 0 }, (_, i) => ({
    resultId: `result-${i}`,
    ...(options.study && !options.heads && i === 0
      ? { kind: 'study', title: 'Study of cases.jsonl', prompt: '' }
      : options.heads && i < 2
        ? i === 0
          ? { kind: 'heads', title: 'Heads of base and tuned', prompt: '' }
          : { kind: 'attention', title: 'Attention of base and tuned', prompt: prompts[0] ?? '' }
        : options.concepts && i % 3 === 0
          ? { kind: 'concepts', title: `Concepts of base and tuned, ${i + 1}`, prompt: '' }
          : {
              kind: 'attribution',
              title: `${(prompts[i % prompts.length] ?? '').split(/[.\n?]/)[0]}, ${i + 1}`,
              prompt: prompts[i % prompts.length] ?? ''
            }),
    baseName: i % 3 === 0 ? 'SmolLM2-135M' : 'base',
    tunedName: i % 7 === 0 ? null : i % 3 === 0 ? 'SmolLM2-135M-Instruct' : 'tuned',
    baseScore: i % 11 === 0 ? null : ((i * 37) % 100) / 123,
    tunedScore: i % 7 === 0 ? null : ((i * 53) % 100) / 81,
    tags: tags.filter((_tag, t) => (i + t) % (t + 4) === 0),
    note: i % 9 === 0 ? 'The base model repeats the input here.' : '',
    createdAt: new Date(Date.UTC(2026, 10, 23, 12, 0) - i * 3_700_000).toISOString(),
    sizeBytes: 40_000 + i
  }))
  const manual: StoredLabel[] = []
  const ratings: StoredRating[] = []
  const deleted = new Map<string, ResultRow>()

  const words = (text: string) => text.split(/(?= )/)
  function record(): AttributionRecord {
    const prompt = prompts[0] ?? ''
    const response = ' One day Omar went to the house with a quiet dog.'
    const tokens = ['<s>', ...words(prompt), ...words(response)]
    const nPrompt = words(prompt).length
    const nResponse = words(response).length
    let at = 0
    const ranges = tokens.map((token): [number, number] => {
      if (token === '<s>') return [0, 0]
      const start = at + (token.startsWith(' ') ? 1 : 0)
      at += token.length
      return [start, at]
    })
    const side = (role: 'base' | 'tuned') => ({
      role,
      name: role,
      fingerprint: (role === 'base' ? 'ab' : 'cd').repeat(32),
      ids: tokens.map((_, i) => i + 1),
      tokens: tokens.map((token) => token.replace(/ /g, '▁')),
      ranges,
      promptOffset: 0,
      responseOffset: [...prompt].length + 1,
      isSpecial: tokens.map((token) => token === '<s>'),
      promptPositions: [1, nPrompt + 1] as const,
      responsePositions: [nPrompt + 1, nPrompt + 1 + nResponse] as const,
      importance: Float32Array.from({ length: nPrompt * nResponse }, (_, i) => {
        const n = Math.floor(i / nResponse)
        const m = i % nResponse
        const isInstruction = n < 6 && role === 'tuned' ? 0.5 : 0.05
        return Math.sin(i * 12.9) * 0.1 + (n - 7 === m ? 0.8 : 0) + isInstruction
      }),
      probability: Float32Array.from({ length: nResponse }, (_, m) => 0.2 + 0.06 * m),
      seamMerged: false,
      response: response.trim(),
      direction: 'reverse' as const,
      isStreamed: false,
      operations: 2.1e9
    })
    return {
      prompt,
      instructionSpans: [[0, 32]],
      target: 'probability',
      estimator: 'gradient',
      responseMode: 'given',
      sides: [side('base'), side('tuned')],
      settings: {
        salience: { levels: 10, threshold: 7, norm: 4 },
        direction: 'auto',
        memory: 'auto',
        device: 'cpu',
        threads: 2,
        maxNewTokens: 64,
        usesChatTemplate: false
      },
      operations: 4.2e9,
      seconds: 2.4,
      versions: { shiftlens: '0.1.0' },
      device: 'cpu',
      createdAt: '2026-11-23T12:00:00.000Z',
      isPartial: false,
      notes: []
    }
  }

  function list(query: {
    text: string
    tag: string | null
    sort: string
    offset: number
    limit: number
  }) {
    const wanted = query.text.toLowerCase().split(/\s+/).filter(Boolean)
    const found = rows.filter(
      (row) =>
        (query.tag === null || row.tags.includes(query.tag)) &&
        wanted.every((word) =>
          [row.title, row.prompt, row.note, ...row.tags].join(' ').toLowerCase().includes(word)
        )
    )
    const score = (value: number | null) => value ?? -Infinity
    found.sort((a, b) => {
      if (query.sort === 'title') return a.title.localeCompare(b.title)
      if (query.sort === 'base-score') return score(b.baseScore) - score(a.baseScore)
      if (query.sort === 'tuned-score') return score(b.tunedScore) - score(a.tunedScore)
      const newest = b.createdAt.localeCompare(a.createdAt)
      return query.sort === 'oldest' ? -newest : newest
    })
    return {
      rows: found.slice(query.offset, query.offset + query.limit),
      nMatching: found.length,
      tags: tags
        .map((tag) => ({ tag, nResults: rows.filter((row) => row.tags.includes(tag)).length }))
        .filter(({ nResults }) => nResults > 0)
    }
  }

  const change = (resultId: string, changes: Partial<ResultRow>) => {
    rows = rows.map((row) => (row.resultId === resultId ? { ...row, ...changes } : row))
    emit('library/changed', { resultId })
    return null
  }

  const answers: Record<string, (request: never) => unknown> = {
    'app/info': () => ({
      version: '0.1.0',
      versions: {},
      platform: 'linux',
      isTest: options.isTest ?? true,
      storeProblem: null
    }),
    'app/diagnostics': () => 'Shiftlens 0.1.0',
    'settings/read': () => settings,
    'settings/write': (request: Settings) => (settings = request),
    'device/list': () => [
      { name: 'cpu', isAvailable: true, isTrusted: true, detail: 'always there' },
      { name: 'webgpu', isAvailable: true, isTrusted: null, detail: 'not tested yet' },
      {
        name: 'cuda',
        isAvailable: false,
        isTrusted: false,
        detail: 'not part of onnxruntime on this system'
      }
    ],
    'device/test': ({ device }: { device: string }) => ({
      name: device,
      isAvailable: true,
      isTrusted: true,
      detail: 'agrees with the CPU: 2e-7 apart'
    }),
    'checkpoint/pick': () => tuned,
    'checkpoint/open': () => base,
    'checkpoint/recents': () => options.recents ?? [],
    'sample/open': () => ({
      base,
      tuned,
      cases: [
        {
          id: 'sample-001',
          prompt: prompts[0],
          response: 'One day Omar went to the house with a quiet dog.',
          instruction: 'Give me the first two sentences.'
        }
      ]
    }),
    'text/tokenize': () => ({ ids: [], tokens: [], ranges: [] }),
    'text/suggest-instruction': () => [0, 32],
    'attribution/plan': () =>
      (['base', 'tuned'] as const).map((role) => ({
        role,
        direction: 'reverse',
        memory: 'resident',
        device: 'cpu',
        nThreads: 2,
        batch: 8,
        nPrompt: 60,
        nResponse: 20,
        nUnits: 20,
        operationsForward: 9e9,
        operationsReverse: 2e9,
        neededBytes: 212_000_000,
        freeBytes: 9_870_000_000
      })),
    'attribution/start': () => ({ jobId: 'job-new' }),
    'words/pick': () => ({ handle: 'words', name: 'frequent-words.tsv' }),
    'concepts/plan': () => ({
      nLayers: 12,
      nWords: 18_204,
      operations: 8.4e11,
      neededBytes: 212_000_000,
      freeBytes: 9_870_000_000,
      limits: [],
      notes: []
    }),
    'concepts/start': () => ({ jobId: 'job-concepts' }),
    'concepts/layer': ({ layer }: { layer: number }) => window.fakeConcepts.layer(layer),
    'concepts/find-words': ({ words: wanted }: { words: number[] }) =>
      window.fakeConcepts.findWords(wanted),
    'concepts/labels': () => [...window.fakeConcepts.labels, ...manual],
    'concepts/set-label': (request: Omit<StoredLabel, 'annotator' | 'seed' | 'createdAt'>) => {
      manual.push({
        ...request,
        annotator: 'manual',
        seed: null,
        createdAt: new Date(Date.UTC(2026, 10, 24, 14, manual.length)).toISOString()
      })
      return null
    },
    'similarity/pick': () => ({ handle: 'vectors', name: 'glove.6B.100d.txt' }),
    'verbs/pick': () => ({
      lists: { instruction: ['write', 'xyzzy'], general: ['be', 'see', 'do'] },
      notes: ['1 blank line was left out']
    }),
    'heads/plan': () => ({
      nLayers: 8,
      nHeads: 96,
      nWords: 18_204,
      operations: 8.4e11,
      neededBytes: 212_000_000,
      freeBytes: 9_870_000_000,
      limits: [],
      notes: []
    }),
    'heads/start': () => ({ jobId: 'job-heads' }),
    'heads/layer': ({ layer }: { layer: number }) => window.fakeHeads.layer(layer),
    'attention/start': () => ({ jobId: 'job-attention' }),
    'attention/layer': ({ layer }: { layer: number }) => window.fakeHeads.attentionLayer(layer),
    'study/pick': () => ({ handle: 'data', preview: window.fakeStudy.preview() }),
    'study/sample': () => ({ handle: 'data', preview: window.fakeStudy.preview() }),
    'study/preview': ({ mapping }: { mapping: StudyMapping | null }) =>
      window.fakeStudy.preview(mapping),
    'study/plan': () => window.fakeStudy.plan(),
    'study/start': () => ({ jobId: 'job-study' }),
    'study/pick-recorded': () => ({ handle: 'runs', name: 'vicuna-7b.jsonl' }),
    'study/import': () => ({ jobId: 'job-study' }),
    'study/case': ({ case: index, mode }: { case: number; mode: StudyMode }) =>
      window.fakeStudy.detail(index, mode),
    'study/ratings': () => ratings,
    'study/rate': (request: Omit<StoredRating, 'createdAt'>) => {
      const createdAt = new Date(Date.UTC(2026, 10, 26, 14, 0, ratings.length)).toISOString()
      ratings.push({ case: request.case, role: request.role, rating: request.rating, createdAt })
      return null
    },
    'study/report': ({ format }: { format: string }) => ({ fileName: `study.${format}` }),
    'annotation/plan': () => ({
      nConcepts: 480,
      estimate: { nRequests: 1440, nCached: 0, tokensIn: 412_000, tokensOut: 46_000, price: null },
      warnings: []
    }),
    'annotation/start': () => ({ jobId: 'job-labels' }),
    'generation/start': () => ({ jobId: 'job-text' }),
    'job/list': () => options.jobs ?? [],
    'job/partial': ({ jobId }: { jobId: string }) => {
      if (jobId === 'job-concepts' && options.concepts) {
        return { kind: 'concepts', jobId, record: window.fakeConcepts.record(5) }
      }
      if (jobId === 'job-study' && options.study) {
        return { kind: 'study', jobId, record: window.fakeStudy.record(options.study.nDone ?? 7) }
      }
      return jobId === 'job-heads' && options.heads
        ? { kind: 'heads', jobId, record: window.fakeHeads.record(5) }
        : null
    },
    'library/list': list as (request: never) => unknown,
    'result/open': ({ resultId }: { resultId: string }) => {
      const row = rows.find((candidate) => candidate.resultId === resultId)
      if (row?.kind === 'heads') {
        return { kind: 'heads', row, record: window.fakeHeads.record(), problems: [] }
      }
      if (row?.kind === 'attention') {
        return { kind: 'attention', row, record: window.fakeHeads.attention(), problems: [] }
      }
      if (row?.kind === 'study') {
        return { kind: 'study', row, record: window.fakeStudy.record(), problems: [] }
      }
      return row?.kind === 'concepts'
        ? { kind: 'concepts', row, record: window.fakeConcepts.record(), problems: [] }
        : { kind: 'attribution', row, record: record(), problems: [] }
    },
    'result/rename': ({ resultId, title }: { resultId: string; title: string }) =>
      change(resultId, { title }),
    'result/annotate': (request: { resultId: string; note: string; tags: string[] }) =>
      change(request.resultId, { note: request.note, tags: request.tags }),
    'result/delete': ({ resultId }: { resultId: string }) => {
      const row = rows.find((candidate) => candidate.resultId === resultId)
      if (row) deleted.set(resultId, row)
      rows = rows.filter((candidate) => candidate !== row)
      emit('library/changed', { resultId })
      return null
    },
    'result/restore': ({ resultId }: { resultId: string }) => {
      const row = deleted.get(resultId)
      if (row) rows = [...rows, row]
      emit('library/changed', { resultId })
      return null
    },
    'result/export': ({ format }: { format: string }) => ({ fileName: `result.${format}` }),
    'result/import': () => null,
    'picture/save': () => ({ fileName: 'map.png' })
  }

  const bridge: Bridge = {
    async call(name, request) {
      calls.push({ name, request })
      // Electron's bridge refuses what cannot be cloned; so does this.
      structuredClone(request)
      if (options.delayMs) await new Promise((resolve) => setTimeout(resolve, options.delayMs))
      const error = options.failures?.[name]
      if (error) return { ok: false, error }
      const value = answers[name]?.(request as never) ?? null
      // Each answer above has the shape that the contract names for its call.
      return { ok: true, value: value as never }
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      set.add(listener)
      listeners.set(name, set)
      return () => set.delete(listener)
    },
    drop(files) {
      dropped.push(files.map((file) => file.name))
      if (options.failures?.['checkpoint/open']) {
        emit('checkpoint/refused', options.failures['checkpoint/open'])
      } else emit('checkpoint/arrived', base)
    }
  }
  Object.defineProperty(window, 'shiftlens', { value: bridge })
  Object.defineProperty(window, 'fakeBridge', { value: { calls, dropped, emit } })

  if (options.hasPair) {
    window.addEventListener('DOMContentLoaded', () => {
      setTimeout(() => {
        emit('checkpoint/arrived', base)
        emit('checkpoint/arrived', tuned)
      })
    })
  }
}
