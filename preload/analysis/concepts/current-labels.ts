/**
 * Which label of each concept counts (method.md section 2, "Labels"): the chosen annotator's, unless a
 * person has overridden it.
 */
import { levelCode, missingCode, taskCode } from './label-codes.ts'
import type { ConceptLabel, StoredLabel } from './labels.ts'
import type { ConceptsRecord, ConceptsRole } from './record.ts'

export type LabelSource =
  | { readonly annotator: 'lexical' }
  /** All runs of one language model. */
  | { readonly annotator: 'llm'; readonly author: string }
  /** Only what persons labelled. */
  | { readonly annotator: 'manual' }

/** One model's labels of one layer in one run. */
export interface LayerLabels {
  readonly layer: number
  readonly role: ConceptsRole
  /** [R], bit i is set for `tasks[i]`; `missingCode` without a label */
  readonly taskCodes: Uint8Array
  /** [R], index into `levels`; `missingCode` without a label */
  readonly levelCodes: Uint8Array
  /** Concepts without a label. */
  readonly nMissing: number
  /** Concepts whose label is a person's. */
  readonly nManual: number
}

export interface LabelRun {
  /** Of a language model; null for annotators that need none. */
  readonly seed: number | null
  /** Layers ascending, base first. */
  readonly layers: readonly LayerLabels[]
}

export interface CurrentLabels {
  readonly source: LabelSource
  /** One for a deterministic annotator, one a seed for a language model, seeds ascending. */
  readonly runs: readonly LabelRun[]
  /** Stored labels of concepts that the record does not hold; they count nowhere. */
  readonly nOutside: number
}

/** What shares can be drawn from: the lexical annotator always, and all that left labels. */
export function labelSources(labels: readonly StoredLabel[]): LabelSource[] {
  const authors = new Set<string>()
  let isLabelledByHand = false
  for (const { annotator, author } of labels) {
    if (annotator === 'llm') authors.add(author)
    else isLabelledByHand = true
  }
  return [
    { annotator: 'lexical' },
    ...[...authors].sort().map((author) => ({ annotator: 'llm' as const, author })),
    ...(isLabelledByHand ? [{ annotator: 'manual' as const }] : [])
  ]
}

/**
 * The label of each concept under one annotator. A person's newest label replaces it in every run; where
 * the newest is null, the annotator's own holds again. Of two labels of the same instant the later in
 * the list is the newer. What a run of a language model did not label is missing and never guessed.
 *
 * @param record  for the layers, their directions and the lexical labels
 * @param labels  all that were stored for this record, in any order
 */
export function currentLabels(
  record: Pick<ConceptsRecord, 'layers'>,
  labels: readonly StoredLabel[],
  source: LabelSource
): CurrentLabels {
  const { slots, nConcepts } = layOut(record)
  const places = new Map<number, Partial<Record<ConceptsRole, Slot>>>()
  for (const slot of slots) places.set(slot.layer, { ...places.get(slot.layer), [slot.role]: slot })

  const manual = new Array<StoredLabel | undefined>(nConcepts)
  const bySeed = new Map<number | null, (StoredLabel | undefined)[]>()
  let nOutside = 0
  for (const label of labels) {
    const isOfSource = source.annotator === 'llm' && label.author === source.author
    if (label.annotator === 'llm' && !isOfSource) continue
    const slot = places.get(label.layer)?.[label.role]
    if (slot === undefined || !(label.direction >= 0 && label.direction < slot.length)) {
      nOutside++
      continue
    }
    let newest = manual
    if (label.annotator === 'llm') {
      newest = bySeed.get(label.seed) ?? new Array<StoredLabel | undefined>(nConcepts)
      bySeed.set(label.seed, newest)
    }
    const at = slot.offset + label.direction
    if (isAtLeastAsNew(label, newest[at])) newest[at] = label
  }

  const seeds = [...bySeed.keys()].sort((a, b) => (a ?? -1) - (b ?? -1))
  const runs =
    source.annotator === 'llm'
      ? seeds.map((seed) => ({ seed, layers: encode(slots, bySeed.get(seed)!, manual) }))
      : [{ seed: null, layers: encode(slots, source.annotator, manual) }]
  return { source, runs, nOutside }
}

/** Where a layer's concepts of one model lie among all concepts. */
interface Slot {
  readonly layer: number
  readonly role: ConceptsRole
  readonly offset: number
  readonly length: number
  readonly lexicalTasks: Uint8Array
  readonly lexicalLevels: Uint8Array
}

function layOut(record: Pick<ConceptsRecord, 'layers'>): { slots: Slot[]; nConcepts: number } {
  let offset = 0
  const slots = record.layers.flatMap(({ layer, sides }) =>
    sides.map(({ role, taskCodes, levelCodes }) => {
      const slot = {
        ...{ layer, role, offset, length: taskCodes.length },
        ...{ lexicalTasks: taskCodes, lexicalLevels: levelCodes }
      }
      offset += taskCodes.length
      return slot
    })
  )
  return { slots, nConcepts: offset }
}

function encode(
  slots: readonly Slot[],
  own: readonly (StoredLabel | undefined)[] | 'lexical' | 'manual',
  manual: readonly (StoredLabel | undefined)[]
): LayerLabels[] {
  return slots.map(({ layer, role, offset, length, lexicalTasks, lexicalLevels }) => {
    const taskCodes = new Uint8Array(length).fill(missingCode)
    const levelCodes = new Uint8Array(length).fill(missingCode)
    if (own === 'lexical') {
      taskCodes.set(lexicalTasks)
      levelCodes.set(lexicalLevels)
    }
    let nManual = 0
    for (let i = 0; i < length; i++) {
      const byHand: ConceptLabel | null = manual[offset + i]?.label ?? null
      if (byHand !== null) nManual++
      const label = byHand ?? (typeof own === 'string' ? null : (own[offset + i]?.label ?? null))
      if (label === null) continue
      taskCodes[i] = taskCode(label.tasks)
      levelCodes[i] = levelCode(label.level)
    }
    const nMissing = levelCodes.reduce((n, code) => (code === missingCode ? n + 1 : n), 0)
    return { layer, role, taskCodes, levelCodes, nMissing, nManual }
  })
}

/** Texts of one length compare as their instants do; others are read. */
function isAtLeastAsNew(label: StoredLabel, known: StoredLabel | undefined): boolean {
  if (known === undefined) return true
  if (label.createdAt.length === known.createdAt.length) return label.createdAt >= known.createdAt
  return Date.parse(label.createdAt) >= Date.parse(known.createdAt)
}
