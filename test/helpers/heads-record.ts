/** Records of head relations for tests: from the goldens, and made by hand. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defaultHeadsSettings } from '../../preload/analysis/heads/record.ts'
import type { HeadsRecord, HeadsRole, HeadsSide } from '../../preload/analysis/heads/record.ts'
import { goldenWordsPath } from './concept-goldens.ts'

/** Two words and the number of dimensions. */
export type Relation = readonly [string, string, number]

export interface HeadJson {
  readonly layer: number
  readonly head: number
  readonly dimensions: readonly {
    readonly dimension: number
    readonly query: readonly number[]
    readonly key: readonly number[]
    readonly pairs: readonly (readonly [number, number, number])[]
  }[]
  readonly relations: readonly Relation[]
}

export interface VerbSampleJson {
  readonly shares: Readonly<Record<string, number>>
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
}

export interface HeadsDriftJson {
  readonly verbs: { readonly instruction: readonly string[]; readonly general: readonly string[] }
  readonly groups: readonly {
    readonly layers: readonly [number, number]
    readonly instruction: VerbSampleJson
    readonly general: VerbSampleJson
    readonly welch: { readonly t: number; readonly p: number; readonly df: number }
  }[]
  readonly heads: readonly {
    readonly layer: number
    readonly head: number
    readonly jaccard: number
    readonly gained: number
    readonly lost: number
  }[]
}

const goldens = fileURLToPath(new URL('../fixtures/goldens/', import.meta.url))

/** From the float64 reference. */
export function readGoldenHeads(name: string): readonly HeadJson[] {
  return (readJson(`${name}/heads.json`) as { heads: HeadJson[] }).heads
}

/** Of `llama-tuned` against `llama`. */
export function readGoldenHeadsDrift(): HeadsDriftJson {
  return readJson('llama-tuned/drift.json') as HeadsDriftJson
}

// Written by our own reference script: the interfaces above are its form.
function readJson(path: string): unknown {
  return JSON.parse(readFileSync(goldens + path, 'utf8'))
}

/** Lines of the reference's word list. */
export function goldenWords(): string[] {
  return readFileSync(goldenWordsPath, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0]!)
}

/** A record of recorded relations; one model where `tuned` is left out. Nothing was shuffled. */
export function recordFromGoldens(base: string, tuned?: string): HeadsRecord {
  const models = (tuned === undefined ? [base] : [base, tuned]).map((name) => {
    const heads = readGoldenHeads(name)
    const layers: Relation[][][] = []
    for (const { layer, relations } of heads) (layers[layer] ??= []).push([...relations])
    return { name, layers, heads }
  })
  const record = makeHeadsRecord(
    models.map(({ layers }) => layers),
    goldenWords()
  )
  return {
    ...record,
    sides: record.sides.map((side, i) => ({
      ...side,
      name: models[i]!.name,
      nPairs: Int32Array.from(models[i]!.heads, ({ dimensions }) =>
        dimensions.reduce((sum, { pairs }) => sum + pairs.length, 0)
      )
    }))
  }
}

/**
 * A record of relations as they are written down.
 *
 * @param models  base first; [layers][heads] lists of relations
 * @param words   the word list; the words of the relations where it is left out
 */
export function makeHeadsRecord(
  models: readonly (readonly (readonly (readonly Relation[])[])[])[],
  words: readonly string[] = [
    ...new Set(models.flat(3).flatMap(([first, second]) => [first, second]))
  ]
): HeadsRecord {
  const terms = [...new Set(words.map((word) => word.toLowerCase()))]
  const nLayers = Math.max(...models.map((layers) => layers.length))
  const roles: readonly HeadsRole[] = ['base', 'tuned']
  return {
    wordList: {
      source: 'file',
      name: 'words.tsv',
      sha256: '5e'.repeat(32),
      nUsable: words.length,
      notes: []
    },
    words,
    terms,
    similarity: {
      source: 'file',
      name: 'similarity.txt',
      sha256: '51'.repeat(32),
      nDimensions: 8,
      nFound: words.length,
      notes: []
    },
    sides: models.map((layers, i) => makeSide(roles[i]!, layers, terms)),
    layers: Array.from({ length: nLayers }, (_, layer) => layer),
    settings: { ...defaultHeadsSettings, nShuffles: 0 },
    limits: [],
    notes: [],
    operations: 1e6,
    seconds: 0.5,
    versions: { shiftlens: '0.1.0' },
    device: 'cpu',
    createdAt: '2026-11-24T12:00:00.000Z',
    isPartial: false
  }
}

/** The same record with its pairs shuffled: S counts a head. */
export function withChance(
  record: HeadsRecord,
  counts: readonly { readonly nPairs: readonly number[]; readonly shuffled: readonly number[][] }[]
): HeadsRecord {
  return {
    ...record,
    settings: { ...record.settings, nShuffles: counts[0]!.shuffled[0]!.length },
    sides: record.sides.map((side, i) => ({
      ...side,
      nPairs: Int32Array.from(counts[i]!.nPairs),
      chancePairs: Int32Array.from(counts[i]!.shuffled.flat())
    }))
  }
}

function makeSide(
  role: HeadsRole,
  layers: readonly (readonly (readonly Relation[])[])[],
  terms: readonly string[]
): HeadsSide {
  const indices = new Map(terms.map((term, index) => [term, index]))
  const heads = layers.flat()
  const relations = heads.flat()
  const nHeads = layers[0]?.length ?? 0
  let end = 0
  return {
    role,
    name: role,
    fingerprint: (role === 'base' ? '3f' : 'a0').repeat(32),
    nLayers: layers.length,
    nHeads,
    nKvHeads: nHeads,
    dModel: 64,
    dHead: 16,
    nPairs: Int32Array.from(heads, (head) => head.reduce((sum, [, , count]) => sum + count, 0)),
    chancePairs: new Int32Array(),
    relationStarts: Int32Array.from([0, ...heads.map((head) => (end += head.length))]),
    relationFirst: Int32Array.from(relations, ([first]) => indexOf(indices, first)),
    relationSecond: Int32Array.from(relations, ([, second]) => indexOf(indices, second)),
    relationDimensions: Int32Array.from(relations, ([, , count]) => count)
  }
}

function indexOf(indices: ReadonlyMap<string, number>, word: string): number {
  const index = indices.get(word)
  if (index === undefined) throw new RangeError(`"${word}" is no term of the word list`)
  return index
}
