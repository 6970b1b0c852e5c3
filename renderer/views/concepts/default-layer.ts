import type { ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'

/** The layer to begin with: the one that turned most among those that can be read. */
export function defaultLayer({ layers }: ConceptsRecord): number | null {
  const readable = layers.filter(({ sides }) => sides.every(({ isReadable }) => isReadable))
  const from = readable.length > 0 ? readable : layers
  const first = from[0]
  if (!first) return null
  return from.reduce((most, summary) =>
    (summary.drift?.meanRotation ?? 0) > (most.drift?.meanRotation ?? 0) ? summary : most
  ).layer
}
