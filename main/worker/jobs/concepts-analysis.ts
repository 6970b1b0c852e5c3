import type {
  ConceptsLayer,
  ConceptsSide,
  WordListSummary
} from '../../../preload/analysis/concepts/record.ts'
import { summarizeLayer } from '../../../preload/analysis/concepts/summaries.ts'
import { lexicalAnnotatorVersion } from '../../analyses/labels/lexical/annotate.ts'
import type { ConceptsRequest } from '../../service/contract.ts'
import { ConceptsEngine } from './concepts-engine.ts'
import { conceptsLimits } from './concepts-limits.ts'
import { isSameTokenizer, layersOf } from './layer-scope.ts'
import type { BegunRun, LayerAnalysis } from './layer-job.ts'
import { conceptsMethodVersion } from './versions.ts'
import { summarizeWords, usableAgain, wordListOf } from './word-lists.ts'

/** What is fixed for all layers; words as the run began with them, whatever becomes of their file. */
export interface PreparedConcepts {
  readonly wordList: WordListSummary
  readonly words: readonly string[]
  /** Lines that cannot be used, ascending. */
  readonly unusableLines: readonly number[]
  readonly sides: readonly ConceptsSide[]
  /** Ascending. */
  readonly layers: readonly number[]
  readonly limits: readonly string[]
  readonly notes: readonly string[]
}

/** Concepts of a pair, a layer at a time: both models and the drift between them. */
export function conceptsAnalysis({
  words,
  settings
}: ConceptsRequest): LayerAnalysis<PreparedConcepts, ConceptsLayer> {
  let engine: ConceptsEngine | null = null
  const close = async () => {
    await engine?.close()
    engine = null
  }
  const makeEngine = async (
    { start, models }: BegunRun,
    list: ConstructorParameters<typeof ConceptsEngine>[0]['list']
  ) => {
    await close()
    engine = new ConceptsEngine({
      list,
      models,
      settings: { ...settings, nThreads: start.nThreads }
    })
    return engine
  }

  return {
    kind: 'concepts',
    methodVersion: conceptsMethodVersion,
    preparation: { unitId: 'words', phase: 'reading the words' },
    async prepare(run, context) {
      const sides = run.models.map(({ role, opened, fingerprint }): ConceptsSide => {
        const { nLayers, dModel, dFfn } = opened.checkpoint.config
        const { name, sha256 } = fingerprint
        return { role, name, fingerprint: sha256, nLayers, dModel, dFfn }
      })
      const layers = layersOf(settings.layers, sides)
      const list = await wordListOf(words, run.models[0]!.opened)
      const { nUsable, notes } = await (await makeEngine(run, list)).readWords(context)
      return {
        ...summarizeWords(list, nUsable),
        sides,
        layers,
        limits: conceptsLimits(sides, isSameTokenizer(run.models)),
        notes
      }
    },
    async layer(layer, run, prepared, context) {
      engine ??= await makeEngine(run, usableAgain(prepared))
      return engine.layer(layer, context)
    },
    record({ versions, nThreads, device }, prepared, layers) {
      const { wordList, sides, limits, notes } = prepared
      const record = {
        wordList,
        words: prepared.words,
        sides,
        layers: layers.map(summarizeLayer),
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
      return { kind: 'concepts', record }
    },
    keyFields: ({ wordList, layers }) => ({
      annotatorVersion: lexicalAnnotatorVersion,
      ...settings,
      words: wordList.sha256,
      layers
    }),
    title: ({ sides }) => `Concepts: ${sides.map(({ name }) => name).join(' → ')}`,
    close
  }
}
