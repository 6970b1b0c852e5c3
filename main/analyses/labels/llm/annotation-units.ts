/** Cuts the labelling of a stored result into units, so that a run can be resumed. */
import type { AnnotationSettings } from '../../../../preload/analysis/concepts/annotation.ts'
import type { ConceptsRecord, ConceptsRole } from '../../../../preload/analysis/concepts/record.ts'

/** Some concepts of one layer and model, asked with one seed. */
export interface AnnotationUnit {
  /** Says all of the below: `layer/3/base/seed/1/0-9`. */
  readonly unitId: string
  readonly layer: number
  readonly role: ConceptsRole
  readonly seed: number
  readonly firstDirection: number
  readonly nDirections: number
}

/** How many concepts a layer of a model has that are to be labelled. */
export interface AnnotationGroup {
  readonly layer: number
  readonly role: ConceptsRole
  readonly nDirections: number
}

const nConceptsPerUnit = 10

/** The leading concepts of each chosen layer, as far as the result has them; layer first, base first. */
export function annotationGroups(
  { layers }: Pick<ConceptsRecord, 'layers'>,
  settings: Pick<AnnotationSettings, 'layers' | 'nDirections'>
): AnnotationGroup[] {
  const chosen = settings.layers === null ? null : new Set(settings.layers)
  return layers
    .filter(({ layer }) => chosen?.has(layer) ?? true)
    .flatMap(({ layer, sides }) =>
      sides.map(({ role, nDirections }) => ({
        layer,
        role,
        nDirections: Math.min(nDirections, settings.nDirections)
      }))
    )
}

/** The same groups and seeds give the same units, in the same order. */
export function annotationUnits(
  groups: readonly AnnotationGroup[],
  seeds: readonly number[]
): AnnotationUnit[] {
  return groups.flatMap((group) => [...new Set(seeds)].flatMap((seed) => chunksOf(group, seed)))
}

function chunksOf({ layer, role, nDirections }: AnnotationGroup, seed: number): AnnotationUnit[] {
  return Array.from({ length: Math.ceil(nDirections / nConceptsPerUnit) }, (_, chunk) => {
    const firstDirection = chunk * nConceptsPerUnit
    const n = Math.min(nConceptsPerUnit, nDirections - firstDirection)
    const range = `${firstDirection}-${firstDirection + n - 1}`
    return {
      unitId: `layer/${layer}/${role}/seed/${seed}/${range}`,
      layer,
      role,
      seed,
      firstDirection,
      nDirections: n
    }
  })
}
