import { taskCode } from '../../preload/analysis/concepts/label-codes.ts'
import { levels } from '../../preload/analysis/concepts/labels.ts'
import type { Level, StoredLabel, Task } from '../../preload/analysis/concepts/labels.ts'
import type {
  ConceptsRecord,
  ConceptsRole,
  ConceptsSideSummary
} from '../../preload/analysis/concepts/record.ts'

export interface Coded {
  readonly tasks?: readonly Task[]
  readonly level: Level
}

/** Per layer the lexical labels of its concepts; null for a layer that was not analysed. */
export type CodedLayers = readonly (readonly Coded[] | null)[]

/** What shares read of a record, from labels written out. */
export function codedRecord(
  models: Partial<Record<ConceptsRole, CodedLayers>>
): Pick<ConceptsRecord, 'sides' | 'layers'> {
  const roles = (['base', 'tuned'] as const).filter((role) => models[role] !== undefined)
  const depth = Math.max(...roles.map((role) => models[role]!.length))
  return {
    sides: roles.map((role) => ({
      ...{ role, name: role, fingerprint: '', dModel: 4, dFfn: 8 },
      nLayers: models[role]!.length
    })),
    layers: Array.from({ length: depth }, (_, layer) => ({
      layer,
      sides: roles.flatMap((role) => side(role, models[role]![layer])),
      drift: null
    })).filter(({ sides }) => sides.length > 0)
  }
}

/** Ten concepts a layer, as many of them morphology as named. */
export const morphologyLayers = (counts: readonly (number | null)[]): CodedLayers =>
  counts.map((count) => {
    if (count === null) return null
    return Array.from({ length: 10 }, (_, i) => ({
      level: i < count ? 'morphology' : 'semantics'
    }))
  })

/** A language model's or a person's label of the first day of the year at the given second. */
export function storedLabel(
  place: Pick<StoredLabel, 'layer' | 'role' | 'direction'>,
  label: Coded | null,
  by: Partial<Pick<StoredLabel, 'annotator' | 'author' | 'seed' | 'createdAt'>> = {}
): StoredLabel {
  return {
    ...place,
    ...{ annotator: 'manual', author: '', seed: null, note: '' },
    createdAt: '2026-01-01T00:00:00.000Z',
    ...by,
    label: label && { description: '', evidence: [], tasks: label.tasks ?? [], level: label.level }
  }
}

function side(
  role: ConceptsRole,
  coded: readonly Coded[] | null | undefined
): ConceptsSideSummary[] {
  if (!coded) return []
  return [
    {
      ...{ role, nDirections: coded.length, explainedFirst: 0.1, explainedKept: 1 },
      ...{ coherence: 0, chanceCoherence: 0, chanceLine: 0, shareAboveChance: 0, isReadable: true },
      taskCodes: Uint8Array.from(coded, ({ tasks = [] }) => taskCode(tasks)),
      levelCodes: Uint8Array.from(coded, ({ level }) => levels.indexOf(level))
    }
  ]
}
