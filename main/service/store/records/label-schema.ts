/** What a label is, whoever gave it. Limits are far above what people and models write. */
import * as v from 'valibot'
import {
  levels,
  tasks,
  type ConceptLabel,
  type StoredLabel
} from '../../../../preload/analysis/concepts/labels.ts'
import type { ConceptsRecord } from '../../../../preload/analysis/concepts/record.ts'
import { count, invalid, parseFields, time } from './fields.ts'

export const role = v.picklist(['base', 'tuned'])

const places: ReadonlyMap<string, number> = new Map(tasks.map((task, i) => [task, i]))

export const conceptLabel = v.looseObject({
  description: v.pipe(v.string(), v.maxLength(10_000)),
  tasks: v.pipe(
    v.array(v.picklist(tasks)),
    v.check(
      (named) =>
        named.every((task, i) => i === 0 || places.get(named[i - 1]!)! < places.get(task)!),
      `expected each once, in the order ${tasks.join(', ')}`
    )
  ),
  level: v.picklist(levels),
  evidence: v.pipe(v.array(v.pipe(v.string(), v.maxLength(10_000))), v.maxLength(1_000))
}) satisfies v.GenericSchema<unknown, ConceptLabel>

const storedLabel = v.strictObject({
  layer: count,
  role,
  direction: count,
  annotator: v.picklist(['manual', 'llm']),
  author: v.pipe(v.string(), v.maxLength(10_000)),
  seed: v.nullable(count),
  label: v.nullable(conceptLabel),
  note: v.pipe(v.string(), v.maxLength(100_000)),
  createdAt: time
}) satisfies v.GenericSchema<unknown, StoredLabel>

/**
 * Labels as they are stored: of concepts that the result has, their times in UTC and one form.
 *
 * @throws AppError `request/invalid` naming the label and what is wrong with it
 */
export function parseLabels(
  values: readonly unknown[],
  record: Pick<ConceptsRecord, 'layers'>
): StoredLabel[] {
  const layers = new Map(record.layers.map((layer) => [layer.layer, layer]))
  return values.map((value, i) => {
    const subject = `label ${i}`
    const label = parseFields(storedLabel, value, subject)
    const side = layers.get(label.layer)?.sides.find((other) => other.role === label.role)
    if (side === undefined) {
      throw invalid(subject, `layer ${label.layer} of ${label.role} is not in the result`)
    }
    if (label.direction >= side.nDirections) {
      throw invalid(
        subject,
        `direction ${label.direction}, expected at most ${side.nDirections - 1}`
      )
    }
    const isManual = label.annotator === 'manual'
    if (isManual !== (label.seed === null)) {
      throw invalid(subject, `seed ${label.seed} of annotator "${label.annotator}"`)
    }
    if (!isManual && label.label === null) {
      throw invalid(subject, 'withdrawn, expected only of labels that people gave')
    }
    return { ...label, createdAt: new Date(label.createdAt).toISOString() }
  })
}
