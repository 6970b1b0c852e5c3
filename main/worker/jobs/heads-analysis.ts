import type {
  HeadDetail,
  HeadsLayer,
  HeadsRecord,
  HeadsSide,
  SimilaritySummary
} from '../../../preload/analysis/heads/record.ts'
import type { HeadsRequest } from '../../service/contract.ts'
import { HeadsEngine } from './heads-engine.ts'
import { headsLimits } from './heads-limits.ts'
import { sizesOf } from './heads-plan.ts'
import type { BegunRun, LayerAnalysis } from './layer-job.ts'
import { isSameTokenizer, layersOf } from './layer-scope.ts'
import { headsMethodVersion } from './versions.ts'
import { summarizeWords, usableAgain, wordListOf, type KeptWords } from './word-lists.ts'

type SideAbout = Omit<HeadsSide, `relation${string}` | 'nPairs' | 'chancePairs'>

/** What is fixed for all layers; words as the run began with them, whatever becomes of their file. */
export interface PreparedHeads extends KeptWords {
  readonly terms: readonly string[]
  readonly similarity: SimilaritySummary
  readonly sides: readonly SideAbout[]
  /** Ascending. */
  readonly layers: readonly number[]
  readonly limits: readonly string[]
  readonly notes: readonly string[]
}

/** Word-word relations of heads, a layer of both models at a time. */
export function headsAnalysis({
  words,
  similarity,
  settings
}: HeadsRequest): LayerAnalysis<PreparedHeads, HeadsLayer> {
  let engine: HeadsEngine | null = null
  const close = async () => {
    await engine?.close()
    engine = null
  }
  const makeEngine = async (
    { start, models }: BegunRun,
    list: ConstructorParameters<typeof HeadsEngine>[0]['list']
  ) => {
    await close()
    const threads = { ...settings, nThreads: start.nThreads }
    engine = new HeadsEngine({ list, models, similarity, settings: threads })
    return engine
  }

  return {
    kind: 'heads',
    methodVersion: headsMethodVersion,
    preparation: { unitId: 'words', phase: 'reading the words and their similarities' },
    async prepare(run, context) {
      const sides = run.models.map(({ role, opened, fingerprint }): SideAbout => {
        const { name, sha256 } = fingerprint
        return { role, name, fingerprint: sha256, ...sizesOf(opened.checkpoint) }
      })
      const layers = layersOf(settings.layers, sides)
      const list = await wordListOf(words, run.models[0]!.opened)
      const made = await makeEngine(run, list)
      const { nUsable, notes, similarity: summary } = await made.prepare(context)
      return {
        ...summarizeWords(list, nUsable),
        terms: made.terms,
        similarity: summary,
        sides,
        layers,
        limits: headsLimits(sides, isSameTokenizer(run.models)),
        notes
      }
    },
    async layer(layer, run, prepared, context) {
      engine ??= await makeEngine(run, usableAgain(prepared))
      return engine.layer(layer, prepared.similarity, context)
    },
    record({ versions, nThreads, device }, prepared, layers) {
      const { wordList, terms, sides, limits, notes } = prepared
      const record: HeadsRecord = {
        wordList,
        words: prepared.words,
        terms,
        similarity: prepared.similarity,
        sides: sides.map((side) => ({ ...side, ...flatten(side.role, layers) })),
        layers: layers.map(({ layer }) => layer),
        settings: { ...settings, nThreads },
        limits,
        notes,
        operations: layers.reduce((sum, { operations }) => sum + operations, 0),
        seconds: layers.reduce((sum, { seconds }) => sum + seconds, 0),
        versions,
        device,
        createdAt: new Date().toISOString(),
        isPartial: layers.length < prepared.layers.length
      }
      return { kind: 'heads', record }
    },
    keyFields: ({ wordList, similarity: { sha256 }, layers }) => ({
      ...settings,
      words: wordList.sha256,
      similarity: sha256,
      layers
    }),
    title: ({ sides }) => `Heads: ${sides.map(({ name }) => name).join(' → ')}`,
    close
  }
}

/** The heads of one model in a row, layer by layer. */
function flatten(role: HeadsSide['role'], layers: readonly HeadsLayer[]) {
  const heads = layers.flatMap(({ sides }) => sides.find((side) => side.role === role)?.heads ?? [])
  const relations = heads.map((head) => head.relations)
  const starts = new Int32Array(heads.length + 1)
  relations.forEach(({ first }, h) => (starts[h + 1] = starts[h]! + first.length))
  return {
    nPairs: Int32Array.from(heads, countPairs),
    chancePairs: join(heads.map((head) => head.chancePairs)),
    relationStarts: starts,
    relationFirst: join(relations.map(({ first }) => first)),
    relationSecond: join(relations.map(({ second }) => second)),
    relationDimensions: join(relations.map(({ dimensions }) => dimensions))
  }
}

function countPairs({ nPairs }: HeadDetail): number {
  return nPairs.reduce((sum, n) => sum + n, 0)
}

function join(pieces: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
