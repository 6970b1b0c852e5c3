import type {
  ConceptsLayer,
  ConceptsRecord,
  ConceptsRole
} from '../../../../../preload/analysis/concepts/record.ts'

const roles: readonly ConceptsRole[] = ['base', 'tuned']
const nLayers = 2
const nDirections = 12
const nWords = 4

/** Two layers of a pair, 12 concepts of 4 words each; a word says where it belongs: `1-tuned-2-0`. */
const words = Array.from({ length: nLayers }, (_, layer) =>
  roles.flatMap((role) =>
    Array.from({ length: nDirections * nWords }, (_, i) => {
      return `${layer}-${role}-${Math.floor(i / nWords)}-${i % nWords}`
    })
  )
).flat()

export function conceptsRecord(): Pick<ConceptsRecord, 'words' | 'layers'> {
  const side = (role: ConceptsRole) => ({
    role,
    nDirections,
    explainedFirst: 0.1,
    explainedKept: 0.5,
    coherence: 0.3,
    chanceCoherence: 0.1,
    chanceLine: 0.2,
    shareAboveChance: 0.5,
    isReadable: true,
    taskCodes: new Uint8Array(nDirections),
    levelCodes: new Uint8Array(nDirections)
  })
  return {
    words,
    layers: Array.from({ length: nLayers }, (_, layer) => ({
      layer,
      sides: roles.map(side),
      drift: null
    }))
  }
}

export function conceptsLayer(layer: number): ConceptsLayer {
  const size = nDirections * nWords
  return {
    layer,
    sides: roles.map((role, r) => ({
      role,
      eigenvalues: new Float64Array(nDirections).fill(1),
      explained: new Float64Array(nDirections),
      separated: new Uint8Array(nDirections),
      residual: 0,
      topWords: Int32Array.from({ length: size }, (_, i) => (layer * roles.length + r) * size + i),
      topScores: new Float32Array(size),
      coherence: new Float32Array(nDirections),
      randomCoherence: new Float32Array(0),
      labels: []
    })),
    drift: null,
    operations: 0,
    seconds: 0
  }
}
