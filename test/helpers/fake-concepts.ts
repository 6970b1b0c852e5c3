/**
 * A concepts result of any size for tests of its view: directions that turn more the deeper they lie,
 * noise in the first layers, more morphology in the tuned model's last ones. `makeFakeConcepts` is
 * serialised into the page, so it may use nothing but its argument.
 */
import type { ConceptLabel, StoredLabel } from '../../preload/analysis/concepts/labels.ts'
import type {
  ConceptsLayer,
  ConceptsLayerSide,
  ConceptsRecord,
  WordHit
} from '../../preload/analysis/concepts/record.ts'

export interface FakeConceptsOptions {
  readonly nLayers?: number
  readonly nDirections?: number
  readonly nWords?: number
  /** Layers that are done; all of them where left out. */
  readonly nDone?: number
  readonly roles?: readonly ('base' | 'tuned')[]
  readonly limits?: readonly string[]
  readonly notes?: readonly string[]
  /** Instead of the made-up words, from the first line on. */
  readonly firstWords?: readonly string[]
}

export interface FakeConcepts {
  record(nDone?: number): ConceptsRecord
  layer(index: number): ConceptsLayer
  findWords(words: readonly number[]): WordHit[]
  /** By a language model in two runs. */
  readonly labels: readonly StoredLabel[]
}

export function makeFakeConcepts(options: FakeConceptsOptions = {}): FakeConcepts {
  const { nLayers = 12, nDirections = 40, nWords = 20 } = options
  const roles = options.roles ?? ['base', 'tuned']
  const taskNames = ['writing', 'math', 'coding', 'translation'] as const
  const levelNames = ['phonology', 'morphology', 'syntax', 'semantics', 'cannot tell'] as const
  const stems = 'act form sign port press move serve turn write count light sound build'.split(' ')
  const endings = ['', 's', 'ed', 'ing', 'er', 'ation', 'able', 'ly', 'ment', 'ness']
  const words = [
    ...(options.firstWords ?? []),
    ...['re', '', 'un', 'pre', 'over'].flatMap((prefix) =>
      stems.flatMap((stem) => endings.map((ending) => prefix + stem + ending))
    )
  ]
  const noise = (...seeds: number[]) => {
    let x = 0.5
    for (const seed of seeds) x = Math.abs(Math.sin(x * 91.7 + seed * 12.9898) * 43758.5453) % 1
    return x
  }
  const done = (nDone = options.nDone ?? nLayers) => Array.from({ length: nDone }, (_, l) => l)
  const isReadable = (layer: number) => layer > 1 || nLayers < 4
  const depth = (layer: number) => layer / Math.max(1, nLayers - 1)

  const levelOf = (layer: number, role: string, r: number) => {
    if (!isReadable(layer)) return 4
    const isLate = depth(layer) > 0.75
    const morphology = isLate ? (role === 'tuned' ? 0.45 : 0.25) : 0.15
    const x = noise(layer, r, 3)
    if (x < morphology) return 1
    return x < 0.5 ? 2 : x < 0.9 ? 3 : x < 0.93 ? 0 : 4
  }
  const taskOf = (layer: number, role: string, r: number) => {
    const x = noise(layer, r, 5)
    const writing = role === 'tuned' ? 0.4 : 0.3
    return (x < writing ? 1 : 0) | (x > 0.8 ? 4 : 0) | (x > 0.45 && x < 0.55 ? 2 : 0)
  }
  const turn = (layer: number, r: number) =>
    Math.min(1.5, (0.05 + 0.5 * depth(layer) ** 2) * (0.4 + r / nDirections + noise(layer, r)))
  const coherenceOf = (layer: number, role: string, r: number) =>
    0.1 + (isReadable(layer) ? 0.25 * noise(layer, r, role.length) : 0.04 * noise(layer, r))

  function side(layer: number, role: 'base' | 'tuned'): ConceptsLayerSide {
    const topWords = new Int32Array(nDirections * nWords)
    const topScores = new Float32Array(nDirections * nWords)
    for (let r = 0; r < nDirections; r++) {
      // Words of neighbouring lines share a stem; the tuned model's list is moved along by its turn.
      const shift = role === 'tuned' ? Math.round(turn(layer, r) * 8) : 0
      const first = Math.floor(noise(layer, r, 1) * (words.length - nWords - 20)) + shift
      const sign = noise(layer, r, 2) < 0.5 ? -1 : 1
      for (let k = 0; k < nWords; k++) {
        topWords[r * nWords + k] = first + k
        topScores[r * nWords + k] = sign * (0.5 - 0.015 * k) * (k % 7 === 6 ? -1 : 1)
      }
    }
    const share = (r: number) => 0.06 * Math.exp(-r / (nDirections / 3))
    return {
      role,
      eigenvalues: Float64Array.from({ length: nDirections }, (_, r) => share(r) * 12),
      explained: Float64Array.from({ length: nDirections }, (_, r) => share(r)),
      separated: Uint8Array.from({ length: nDirections }, (_, r) => (r < nDirections / 2 ? 1 : 0)),
      residual: 3e-13,
      topWords,
      topScores,
      coherence: Float32Array.from({ length: nDirections }, (_, r) => coherenceOf(layer, role, r)),
      randomCoherence: Float32Array.from({ length: 100 }, (_, i) => 0.1 + 0.05 * noise(layer, i)),
      labels: Array.from({ length: nDirections }, (_, r): ConceptLabel => {
        const code = taskOf(layer, role, r)
        const level = levelNames[levelOf(layer, role, r)] ?? 'cannot tell'
        return {
          description: level === 'cannot tell' ? '' : `words of the kind ${r + 1}, ${level}`,
          tasks: taskNames.filter((_, i) => (code >> i) & 1),
          level,
          evidence: [`14 of ${nWords} words decide for ${level}`, 'by their endings: -ing, -ation']
        }
      })
    }
  }

  function layer(index: number): ConceptsLayer {
    const sides = roles.map((role) => side(index, role))
    const angles = Float32Array.from({ length: nDirections }, (_, r) => turn(index, r))
    // Every fifth pair changes places with its neighbour.
    const matched = Int32Array.from({ length: nDirections }, (_, r) =>
      r % 5 === 3 && r + 1 < nDirections ? r + 1 : r % 5 === 4 ? r - 1 : r
    )
    const gone = (r: number) => (Math.cos(angles[r]!) < 0.5 ? 1 : 0)
    const isBorn = new Uint8Array(nDirections)
    matched.forEach((t, r) => (isBorn[t] = gone(r)))
    return {
      layer: index,
      sides,
      drift:
        sides.length < 2
          ? null
          : {
              angles: [1, 10, 50, 300]
                .filter((k) => k <= nDirections)
                .map((k) => ({
                  k,
                  radians: Float64Array.from({ length: k }, (_, i) => angles[i]! * 0.8)
                })),
              matched,
              cosines: angles.map((angle) => Math.cos(angle)),
              jaccard: angles.map((angle) => Math.max(0, 1 - angle)),
              rankBiasedOverlap: angles.map((angle) => Math.max(0, 1 - 0.8 * angle)),
              isLost: Uint8Array.from({ length: nDirections }, (_, r) => gone(r)),
              isBorn
            },
      operations: 4.2e9,
      seconds: 1.1
    }
  }

  const mean = (values: ArrayLike<number>, end = values.length) => {
    let sum = 0
    for (let i = 0; i < end; i++) sum += values[i]!
    return sum / end
  }

  function record(nDone = options.nDone ?? nLayers): ConceptsRecord {
    return {
      wordList: {
        source: 'tokenizer',
        name: 'sample/base',
        sha256: 'c0ffee12'.repeat(8),
        nUsable: words.length,
        notes: ['3 blank lines were left out']
      },
      words,
      sides: roles.map((role) => ({
        role,
        name: role,
        fingerprint: (role === 'base' ? '3f' : 'a0').repeat(32),
        nLayers,
        dModel: 192,
        dFfn: 512
      })),
      layers: done(nDone).map((index) => {
        const { sides, drift } = layer(index)
        return {
          layer: index,
          sides: sides.map(({ role, explained, coherence, randomCoherence }) => {
            const line = 0.145
            return {
              role,
              nDirections,
              explainedFirst: explained[0]!,
              explainedKept: Math.min(1, mean(explained) * nDirections),
              coherence: mean(coherence),
              chanceCoherence: mean(randomCoherence),
              chanceLine: line,
              shareAboveChance: coherence.filter((value) => value > line).length / nDirections,
              isReadable: isReadable(index),
              taskCodes: Uint8Array.from(coherence, (_, r) => taskOf(index, role, r)),
              levelCodes: Uint8Array.from(coherence, (_, r) => levelOf(index, role, r))
            }
          }),
          drift: drift && {
            subspaces: drift.angles.map(({ k, radians }) => ({
              k,
              meanAngle: mean(radians),
              maxAngle: Math.max(...radians)
            })),
            meanRotationLeading: mean(
              drift.cosines.map((cosine) => Math.acos(cosine)),
              Math.min(10, nDirections)
            ),
            meanRotation: mean(drift.cosines.map((cosine) => Math.acos(cosine))),
            meanRankChange: mean(drift.matched.map((t, r) => Math.abs(t - r))),
            meanJaccard: mean(drift.jaccard),
            meanRankBiasedOverlap: mean(drift.rankBiasedOverlap),
            nBorn: drift.isBorn.reduce((sum, flag) => sum + flag, 0),
            nLost: drift.isLost.reduce((sum, flag) => sum + flag, 0)
          }
        }
      }),
      settings: {
        layers: null,
        nDirections: 300,
        nWords,
        nRandom: 100,
        partnerThreshold: 0.5,
        keepDirections: false,
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

  function findWords(wanted: readonly number[]): WordHit[] {
    return done().flatMap((index) =>
      roles.flatMap((role) => {
        const { topWords, topScores } = side(index, role)
        return Array.from(topWords).flatMap((word, at) =>
          wanted.includes(word)
            ? [
                {
                  word,
                  layer: index,
                  role,
                  direction: Math.floor(at / nWords),
                  rank: at % nWords,
                  score: topScores[at]!
                }
              ]
            : []
        )
      })
    )
  }

  const labels = [0, 1].flatMap((seed) =>
    done().flatMap((index) =>
      roles.flatMap((role) =>
        Array.from({ length: Math.min(10, nDirections) }, (_, direction): StoredLabel => {
          const level =
            (levelOf(index, role, direction) + (noise(direction, seed) < 0.1 ? 1 : 0)) % 5
          return {
            layer: index,
            role,
            direction,
            annotator: 'llm',
            author: 'mistral-7b at 127.0.0.1:8080',
            seed,
            label: {
              description: `run ${seed + 1}: words formed alike`,
              tasks: [],
              level: levelNames[level] ?? 'cannot tell',
              evidence: ['answer of the model']
            },
            note: '',
            createdAt: '2026-11-24T13:00:00.000Z'
          }
        })
      )
    )
  )
  return { record, layer, findWords, labels }
}
