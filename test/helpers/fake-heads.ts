/**
 * A heads result and attention patterns of any size for tests of their view: deeper heads change more,
 * instruction verbs gain relations, every fourth head is at chance. `makeFakeHeads` is serialised into the
 * page, so it may use nothing but its argument.
 */
import type {
  AttentionLayer,
  AttentionRecord
} from '../../preload/analysis/heads/attention-record.ts'
import type {
  HeadDetail,
  HeadsLayer,
  HeadsRecord,
  HeadsSide,
  Relations
} from '../../preload/analysis/heads/record.ts'

export interface FakeHeadsOptions {
  readonly nLayers?: number
  readonly nHeads?: number
  /** Dimensions of a head. */
  readonly dHead?: number
  /** Relations of a head, about. */
  readonly nRelations?: number
  readonly nDone?: number
  readonly roles?: readonly ('base' | 'tuned')[]
  /** Both models are the same. */
  readonly isSame?: boolean
  readonly nShuffles?: number
  /** Top words a side of each dimension. */
  readonly nShownWords?: number
  readonly limits?: readonly string[]
  readonly notes?: readonly string[]
  /** Instead of the made-up words, from the first line on. */
  readonly firstWords?: readonly string[]
  /** Tokens of the attention patterns. */
  readonly nTokens?: number
}

export interface FakeHeads {
  record(nDone?: number): HeadsRecord
  layer(index: number): HeadsLayer
  attention(): AttentionRecord
  attentionLayer(index: number): AttentionLayer
}

export function makeFakeHeads(options: FakeHeadsOptions = {}): FakeHeads {
  const { nLayers = 8, nHeads = 6, nRelations = 60, nShuffles = 3 } = options
  const { dHead = 16, nShownWords = 6 } = options
  const nShownPairs = 50
  // However wide a head is, a relation lives in a few of its dimensions.
  const mostDimensions = Math.min(dHead, 16)
  const roles = options.roles ?? ['base', 'tuned']
  const instruction =
    'translate explain summarize retrieve revise generate describe classify create evaluate correct develop identify analyze compose write give find make have tell'
  const general =
    'be see do know come get take seem use go think become feel begin look want show leave try hear hold keep provide stand start'
  const nouns =
    'house river stone letter number garden window paper story answer sentence question color music road table friend winter market'
  const stems = [
    ...(options.firstWords ?? []),
    ...instruction.split(' '),
    ...general.split(' '),
    ...nouns.split(' '),
    ...nouns.split(' ').map((word) => `${word}s`)
  ]
  // Every tenth word also stands in the list with a capital.
  const words = [
    ...stems,
    ...stems
      .filter((_, i) => i % 10 === 0)
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  ]
  const terms = [...new Set(words.map((word) => word.toLowerCase()))]
  const lineOf = new Map(words.map((word, line) => [word, line]))
  const firstVerb = (options.firstWords ?? []).length
  const nInstruction = instruction.split(' ').length
  const noise = (...seeds: number[]) => {
    let x = 0.5
    for (const seed of seeds) x = Math.abs(Math.sin(x * 91.7 + seed * 12.9898) * 43758.5453) % 1
    return x
  }
  const done = (nDone = options.nDone ?? nLayers) => Array.from({ length: nDone }, (_, l) => l)
  const isAtChance = (layer: number, head: number) => (layer * 3 + head) % 4 === 3

  const known = new Map<string, Relations>()
  function relations(role: 'base' | 'tuned', layer: number, head: number): Relations {
    const name = `${role} ${layer} ${head}`
    const made = known.get(name) ?? makeRelations(role, layer, head)
    known.set(name, made)
    return made
  }
  function makeRelations(role: 'base' | 'tuned', layer: number, head: number): Relations {
    const moved = options.isSame ? 0 : (0.1 + 0.5 * (layer / Math.max(1, nLayers - 1))) ** 1.2
    const found = new Map<string, [number, number, number]>()
    const count = isAtChance(layer, head) ? 4 : nRelations
    for (let i = 0; i < count; i++) {
      // A share of the relations is another one after tuning, with an instruction verb more often.
      const isOther = role === 'tuned' && noise(layer, head, i, 9) < moved
      const seed = isOther ? 1000 : 0
      let a = Math.floor(noise(layer, head, i, 1 + seed) * terms.length)
      const b = Math.floor(noise(layer, head, i, 2 + seed) * terms.length)
      if (isOther && noise(layer, head, i, 3) < 0.6) {
        a = firstVerb + Math.floor(noise(layer, head, i, 4) * nInstruction)
      }
      const [first, second] = terms[a]! <= terms[b]! ? [a, b] : [b, a]
      found.set(`${first} ${second}`, [
        first,
        second,
        2 + Math.floor(noise(layer, head, first, second) ** 3 * (mostDimensions - 2))
      ])
    }
    const rows = [...found.values()].sort((x, y) => y[2] - x[2])
    return {
      first: Int32Array.from(rows, (row) => row[0]),
      second: Int32Array.from(rows, (row) => row[1]),
      dimensions: Int32Array.from(rows, (row) => row[2])
    }
  }

  function side(role: 'base' | 'tuned', layers: readonly number[]): HeadsSide {
    const heads = layers.flatMap((layer) =>
      Array.from({ length: nHeads }, (_, head) => ({ layer, head }))
    )
    const each = heads.map(({ layer, head }) => relations(role, layer, head))
    const starts = new Int32Array(each.length + 1)
    each.forEach(({ first }, i) => (starts[i + 1] = starts[i]! + first.length))
    const join = (name: keyof Relations) => {
      const all = new Int32Array(starts.at(-1)!)
      each.forEach((one, i) => all.set(one[name], starts[i]))
      return all
    }
    return {
      role,
      name: role,
      fingerprint: (role === 'base' ? '3f' : 'a0').repeat(32),
      nLayers,
      nHeads,
      nKvHeads: Math.max(1, nHeads / 2),
      dModel: 192,
      dHead,
      nPairs: Int32Array.from(heads, ({ layer, head }, i) =>
        isAtChance(layer, head) ? 40 : 80 + 6 * each[i]!.first.length
      ),
      chancePairs: Int32Array.from({ length: heads.length * nShuffles }, (_, i) =>
        Math.round(40 + 12 * noise(i, role.length))
      ),
      relationStarts: starts,
      relationFirst: join('first'),
      relationSecond: join('second'),
      relationDimensions: join('dimensions')
    }
  }

  function record(nDone = options.nDone ?? nLayers): HeadsRecord {
    const layers = done(nDone)
    return {
      wordList: {
        source: 'tokenizer',
        name: 'sample/base',
        sha256: 'c0ffee12'.repeat(8),
        nUsable: words.length,
        notes: ['3 blank lines were left out']
      },
      words,
      terms,
      similarity: {
        source: 'embeddings',
        name: 'base',
        sha256: 'beef0042'.repeat(8),
        nDimensions: 192,
        nFound: words.length,
        notes: []
      },
      sides: roles.map((role) => side(role, layers)),
      layers,
      settings: {
        layers: null,
        nTop: 100,
        nThresholdWords: 3_000,
        thresholdSds: 1.96,
        nShuffles,
        nShownWords,
        nShownPairs,
        nThreads: 0
      },
      limits: options.limits ?? [],
      notes: options.notes ?? ['1 tied pair of embeddings'],
      operations: 4.2e9 * nLayers,
      seconds: 12.4,
      versions: { shiftlens: '0.1.0', onnxruntime: '1.30.0' },
      device: 'cpu',
      createdAt: '2026-11-24T12:00:00.000Z',
      isPartial: nDone < nLayers
    }
  }

  function detail(role: 'base' | 'tuned', layer: number, head: number): HeadDetail {
    const own = relations(role, layer, head)
    const pairs: [number, number, number][][] = Array.from({ length: dHead }, () => [])
    // A relation of n dimensions stands in n of them, each way round in turn.
    for (let i = 0; i < own.first.length; i++) {
      for (let k = 0; k < own.dimensions[i]!; k++) {
        const lines = [own.first[i]!, own.second[i]!].map((term) => lineOf.get(terms[term]!)!)
        const [query, key] = k % 2 === 0 ? lines : lines.toReversed()
        pairs[(i + k) % dHead]!.push([query!, key!, 0.4 + 0.5 * noise(i, 7)])
      }
    }
    const shown = pairs.map((list) => list.sort((a, b) => b[2] - a[2]).slice(0, nShownPairs))
    const starts = new Int32Array(dHead + 1)
    shown.forEach((list, i) => (starts[i + 1] = starts[i]! + list.length))
    const flat = shown.flat()
    const top = (seed: number) =>
      Int32Array.from({ length: dHead * nShownWords }, (_, i) =>
        Math.floor(noise(layer, head, i, seed) * words.length)
      )
    return {
      head,
      dimensions: Int32Array.from({ length: dHead }, (_, i) => (i * 5) % dHead),
      queryWords: top(1),
      keyWords: top(2),
      nPairs: Int32Array.from(pairs, (list, i) => list.length + (i === 0 ? 7 : 0)),
      pairStarts: starts,
      pairQuery: Int32Array.from(flat, (pair) => pair[0]),
      pairKey: Int32Array.from(flat, (pair) => pair[1]),
      pairSimilarity: Float32Array.from(flat, (pair) => pair[2]),
      chancePairs: Int32Array.from({ length: nShuffles }, (_, s) => 40 + s),
      relations: own
    }
  }

  function layer(index: number): HeadsLayer {
    return {
      layer: index,
      sides: roles.map((role) => ({
        role,
        heads: Array.from({ length: nHeads }, (_, head) => detail(role, index, head))
      })),
      operations: 4.2e9,
      seconds: 1.1
    }
  }

  const texts = '<s> ▁Give ▁me ▁the ▁first ▁two ▁sentences .'.split(' ')
  const nTokens = options.nTokens ?? texts.length
  const tokens = Array.from(
    { length: nTokens },
    (_, t) => texts[t] ?? `▁${words[t % words.length]}`
  )

  function attention(): AttentionRecord {
    return {
      prompt: 'Give me the first two sentences.',
      sides: roles.map((role) => ({
        role,
        name: role,
        fingerprint: (role === 'base' ? '3f' : 'a0').repeat(32),
        nLayers,
        nHeads,
        ids: tokens.map((_, t) => t + 1),
        tokens,
        isSpecial: tokens.map((token) => token === '<s>')
      })),
      layers: done(),
      settings: {
        prompt: 'Give me the first two sentences.',
        useChatTemplate: false,
        layers: null,
        nThreads: 0
      },
      limits: [],
      notes: [],
      operations: 3e8,
      seconds: 0.4,
      versions: { shiftlens: '0.1.0', onnxruntime: '1.30.0' },
      device: 'cpu',
      createdAt: '2026-11-24T12:10:00.000Z',
      isPartial: false
    }
  }

  function attentionLayer(index: number): AttentionLayer {
    return {
      layer: index,
      sides: roles.map((role) => {
        const weights = new Float32Array(nHeads * nTokens * nTokens)
        for (let h = 0; h < nHeads; h++) {
          for (let q = 0; q < nTokens; q++) {
            const raw = Array.from({ length: q + 1 }, (_, k) =>
              Math.exp(
                (k === 0 ? 2 : 0) +
                  3 * noise(index, h, q - k) +
                  (role === 'tuned' ? 1.5 * noise(index, h, k, 5) : 0)
              )
            )
            const sum = raw.reduce((a, b) => a + b, 0)
            raw.forEach((value, k) => (weights[(h * nTokens + q) * nTokens + k] = value / sum))
          }
        }
        return { role, weights }
      }),
      operations: 1e7,
      seconds: 0.01
    }
  }
  return { record, layer, attention, attentionLayer }
}
