import type { ConceptLabel } from '../../preload/analysis/concepts/labels.ts'
import type {
  ConceptsLayer,
  ConceptsLayerDrift,
  ConceptsLayerSide,
  ConceptsRecord,
  ConceptsRole
} from '../../preload/analysis/concepts/record.ts'
import { jsonText, type Exportable } from './json-text.ts'

/** Raised when a member changes its meaning or goes away; a new member does not raise it. */
export const conceptsSchemaVersion = 1

/**
 * Concepts as a JSON file. `layers` are the base's (those of the only model where there is one), `tuned`
 * holds the same of the tuned model, and `drift` what moved between them. Word indices are lines of
 * `words`; a direction's sign is arbitrary, and its scores follow it.
 */
export function conceptsJson(record: ConceptsRecord, layers: readonly ConceptsLayer[]): string {
  const [first, second] = record.sides
  return jsonText({
    schema: 'shiftlens/concepts',
    schemaVersion: conceptsSchemaVersion,
    partial: record.isPartial,
    models: record.sides.map((side) => ({ ...side })),
    words: record.words,
    wordList: { ...record.wordList },
    layers: first === undefined ? [] : sideLayers(record, layers, first.role),
    tuned: second === undefined ? undefined : { layers: sideLayers(record, layers, second.role) },
    drift:
      second === undefined
        ? undefined
        : { layers: layers.flatMap((layer) => driftOf(record, layer)) },
    settings: { ...record.settings },
    limits: record.limits,
    notes: record.notes,
    operations: record.operations,
    seconds: record.seconds,
    versions: record.versions,
    device: record.device,
    createdAt: record.createdAt
  })
}

function sideLayers(
  record: ConceptsRecord,
  layers: readonly ConceptsLayer[],
  role: ConceptsRole
): Exportable[] {
  return layers.flatMap((layer) => {
    const side = layer.sides.find((other) => other.role === role)
    const summary = record.layers
      .find((other) => other.layer === layer.layer)
      ?.sides.find((other) => other.role === role)
    if (side === undefined) return []
    return {
      layer: layer.layer,
      eigenvalues: side.eigenvalues,
      explained: side.explained,
      separated: Array.from(side.separated, (flag) => flag === 1),
      residual: side.residual,
      words: rowsOf(side, (from, to) => Array.from(side.topWords.subarray(from, to))),
      scores: rowsOf(side, (from, to) => side.topScores.subarray(from, to)),
      coherence: side.coherence,
      randomCoherence: side.randomCoherence,
      chanceLine: summary?.chanceLine,
      shareAboveChance: summary?.shareAboveChance,
      isReadable: summary?.isReadable,
      labels: side.labels.map(label)
    }
  })
}

function label({ description, tasks, level, evidence }: ConceptLabel): Exportable {
  return { description, tasks, level, evidence }
}

function rowsOf(
  { eigenvalues, topWords }: ConceptsLayerSide,
  row: (from: number, to: number) => Exportable
): Exportable[] {
  const nRows = eigenvalues.length
  const width = nRows === 0 ? 0 : topWords.length / nRows
  return Array.from({ length: nRows }, (_, i) => row(i * width, (i + 1) * width))
}

function driftOf(record: ConceptsRecord, { layer, drift }: ConceptsLayer): Exportable[] {
  if (drift === null) return []
  const summary = record.layers.find((other) => other.layer === layer)?.drift
  return [
    {
      layer,
      angles: Object.fromEntries(drift.angles.map(({ k, radians }) => [String(k), radians])),
      match: Array.from(drift.matched),
      cos: drift.cosines,
      rotation: Float64Array.from(drift.cosines, (cosine) => Math.acos(Math.min(1, cosine))),
      rankChange: rankChanges(drift),
      jaccard: drift.jaccard,
      rankBiasedOverlap: drift.rankBiasedOverlap,
      lost: indicesOf(drift.isLost),
      born: indicesOf(drift.isBorn),
      ...(summary && {
        summary: { ...summary, subspaces: summary.subspaces.map((k) => ({ ...k })) }
      })
    }
  ]
}

/** Tuned rank less base rank; null without a partner. */
function rankChanges({ matched }: ConceptsLayerDrift): Exportable[] {
  return Array.from(matched, (partner, rank) => (partner < 0 ? null : partner - rank))
}

function indicesOf(flags: Uint8Array): number[] {
  return Array.from(flags.keys()).filter((i) => flags[i] === 1)
}
