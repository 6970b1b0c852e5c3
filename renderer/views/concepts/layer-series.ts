import type {
  ConceptsDriftSummary,
  ConceptsLayerSummary,
  ConceptsRecord,
  ConceptsRole,
  ConceptsSideSummary
} from '../../../preload/analysis/concepts/record.ts'

export const degreesPerRadian = 180 / Math.PI

/** The layers that a record has or will have, ascending: the axis of every picture over depth. */
export function axisLayers({ settings, sides, layers }: ConceptsRecord): readonly number[] {
  const nLayers = Math.max(0, ...sides.map((side) => side.nLayers))
  const asked = settings.layers ?? Array.from({ length: nLayers }, (_, layer) => layer)
  const all = new Set([...asked, ...layers.map(({ layer }) => layer)])
  return [...all].sort((a, b) => a - b)
}

/** A value for each layer of the axis; null where a layer has none, or is not done yet. */
export type LayerSeries = readonly (number | null)[]

function overLayers(
  record: ConceptsRecord,
  read: (summary: ConceptsLayerSummary) => number | null | undefined
): LayerSeries {
  const done = new Map(record.layers.map((summary) => [summary.layer, summary]))
  return axisLayers(record).map((layer) => {
    const summary = done.get(layer)
    return (summary && read(summary)) ?? null
  })
}

/** A measure of the drift at each layer. */
export function driftSeries(
  record: ConceptsRecord,
  read: (drift: ConceptsDriftSummary, summary: ConceptsLayerSummary) => number | null | undefined
): LayerSeries {
  return overLayers(record, (summary) => summary.drift && read(summary.drift, summary))
}

export function sideOf(
  { sides }: ConceptsLayerSummary,
  role: ConceptsRole
): ConceptsSideSummary | undefined {
  return sides.find((side) => side.role === role)
}

/** A measure of one model at each layer. */
export function sideSeries(
  record: ConceptsRecord,
  role: ConceptsRole,
  read: (side: ConceptsSideSummary) => number
): LayerSeries {
  return overLayers(record, (summary) => {
    const side = sideOf(summary, role)
    return side && read(side)
  })
}

/** Every k for which subspaces were compared, ascending. */
export function comparedDimensions({ layers }: ConceptsRecord): readonly number[] {
  const all = layers.flatMap(({ drift }) => drift?.subspaces.map(({ k }) => k) ?? [])
  return [...new Set(all)].sort((a, b) => a - b)
}

/** Layers of one model whose concepts are no more coherent than chance. */
export function unreadableLayers(record: ConceptsRecord, role: ConceptsRole): readonly number[] {
  return record.layers.flatMap((summary) =>
    sideOf(summary, role)?.isReadable === false ? [summary.layer] : []
  )
}

/** Ascending numbers in few words: `0–2, 5`. */
export function rangeWords(numbers: readonly number[]): string {
  const parts: [first: number, last: number][] = []
  for (const number of numbers) {
    const open = parts.at(-1)
    if (open && number === open[1] + 1) open[1] = number
    else parts.push([number, number])
  }
  return parts.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
}

/** One sentence a model that has layers without readable concepts. */
export function readabilityWords(record: ConceptsRecord): readonly string[] {
  return record.sides.flatMap(({ role }) => {
    const layers = unreadableLayers(record, role)
    if (layers.length === 0) return []
    const where = layers.length === 1 ? `layer ${layers[0]}` : `layers ${rangeWords(layers)}`
    return [
      `No readable concepts in ${where} of the ${role} model: their words belong together no more than those of random directions.`
    ]
  })
}
