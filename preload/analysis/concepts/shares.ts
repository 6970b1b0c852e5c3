/**
 * Shares of tasks and linguistic levels per group of layers, base against tuned (method.md section 2,
 * "Labels" and "Drift" (d)).
 */
import type { CurrentLabels, LabelSource } from './current-labels.ts'
import { shareCategories } from './label-codes.ts'
import type { LabelKind, ShareCategory } from './label-codes.ts'
import { countRuns, shareOf } from './label-counts.ts'
import type { RunCounts, Share } from './label-counts.ts'
import { layerGroups, nLayerGroups } from './layer-groups.ts'
import type { LayerGroup } from './layer-groups.ts'
import type { ConceptsRecord, ConceptsRole } from './record.ts'
import { adjustFamily, sampleOf, shareDifference, testShares } from './share-tests.ts'
import type { Sample, ShareTest } from './share-tests.ts'

/** One model's layers of a group. */
export interface GroupSide {
  readonly role: ConceptsRole
  /** Those that were analysed, ascending. */
  readonly layers: readonly number[]
  /** Concepts of these layers, labelled or not. */
  readonly nConcepts: number
  /** Of each run. */
  readonly runs: readonly RunCounts[]
}

/** One category in one group, base against tuned. */
export interface ShareRow {
  readonly category: ShareCategory
  /** Null for a model that the record does not hold, or that has no layer here. */
  readonly base: Share | null
  readonly tuned: Share | null
  /** Tuned less base; null where either has no share. */
  readonly difference: number | null
  readonly test: ShareTest
}

export interface ShareGroup {
  /** g of the group of layers; null for all layers together. */
  readonly index: number | null
  readonly base: GroupSide | null
  readonly tuned: GroupSide | null
  /** One a category, in the order of `shareCategories`. */
  readonly rows: readonly ShareRow[]
}

export interface ShareComparison {
  readonly source: LabelSource
  /** What the tests draw from: concepts of one run, or the shares of two or more runs. */
  readonly sample: Sample
  /** Of a language model's runs, ascending. */
  readonly seeds: readonly (number | null)[]
  /** In order of depth; a group in which no layer was analysed is left out. */
  readonly groups: readonly ShareGroup[]
  /** All analysed layers together. */
  readonly all: ShareGroup
}

/**
 * Shares per group of layers with their tests.
 *
 * A family of Holm's adjustment is all groups times all categories of one kind (tasks with none, or
 * levels) that could be tested; all layers together are two families of their own. Models of different
 * depth are divided into as many groups, each by its own layers; the shallower one's layers bound their
 * number.
 */
export function compareShares(
  record: Pick<ConceptsRecord, 'sides' | 'layers'>,
  labels: CurrentLabels,
  nGroups: number = nLayerGroups
): ShareComparison {
  const sample = sampleOf(labels)
  const count = Math.min(nGroups, ...record.sides.map(({ nLayers }) => nLayers))
  const byRole = new Map(
    record.sides.map(({ role, nLayers }) => [
      role,
      layerGroups(nLayers, count, layersOf(record, role))
    ])
  )
  const groups = Array.from({ length: count }, (_, index) => {
    const side = (role: ConceptsRole): GroupSide | null =>
      groupSide(record, labels, role, layersIn(byRole.get(role), index))
    return compareGroup(index, side('base'), side('tuned'), sample)
  }).filter(({ base, tuned }) => base !== null || tuned !== null)
  const all = compareGroup(
    null,
    groupSide(record, labels, 'base', layersOf(record, 'base')),
    groupSide(record, labels, 'tuned', layersOf(record, 'tuned')),
    sample
  )
  return {
    source: labels.source,
    sample,
    seeds: labels.runs.map(({ seed }) => seed),
    groups: adjustGroups(groups),
    all: adjustGroups([all])[0]!
  }
}

/** Layers of a model that the record holds, ascending. */
export function layersOf(record: Pick<ConceptsRecord, 'layers'>, role: ConceptsRole): number[] {
  return record.layers
    .filter(({ sides }) => sides.some((side) => side.role === role))
    .map(({ layer }) => layer)
    .sort((a, b) => a - b)
}

/** One model's counts of some layers; null where there are none. */
export function groupSide(
  record: Pick<ConceptsRecord, 'layers'>,
  labels: CurrentLabels,
  role: ConceptsRole,
  layers: readonly number[]
): GroupSide | null {
  if (layers.length === 0) return null
  const wanted = new Set(layers)
  const nConcepts = record.layers
    .filter(({ layer }) => wanted.has(layer))
    .flatMap(({ sides }) => sides.filter((side) => side.role === role))
    .reduce((sum, { taskCodes }) => sum + taskCodes.length, 0)
  return { role, layers, nConcepts, runs: countRuns(labels, role, (layer) => wanted.has(layer)) }
}

function layersIn(groups: readonly LayerGroup[] | undefined, index: number): readonly number[] {
  return groups?.find((group) => group.index === index)?.layers ?? []
}

function compareGroup(
  index: number | null,
  base: GroupSide | null,
  tuned: GroupSide | null,
  sample: Sample
): ShareGroup {
  const rows = shareCategories.map((category, at) => {
    const [ofBase, ofTuned] = [base, tuned].map((side) => side && shareOf(side.runs, at))
    return compareCategory(category, ofBase ?? null, ofTuned ?? null, sample)
  })
  return { index, base, tuned, rows }
}

function compareCategory(
  category: ShareCategory,
  base: Share | null,
  tuned: Share | null,
  sample: Sample
): ShareRow {
  const difference = shareDifference(base, tuned)
  return { category, base, tuned, difference, test: testShares(base, tuned, sample) }
}

/** Fills in Holm's p-values, a family a kind. */
function adjustGroups(groups: readonly ShareGroup[]): ShareGroup[] {
  const kinds: readonly LabelKind[] = ['task', 'level']
  const adjusted = new Map<ShareRow, ShareTest>()
  for (const kind of kinds) {
    const family = groups.flatMap(({ rows }) =>
      rows.filter(({ category }) => category.kind === kind)
    )
    const tests = adjustFamily(family.map(({ test }) => test))
    family.forEach((row, i) => adjusted.set(row, tests[i]!))
  }
  return groups.map((group) => ({
    ...group,
    rows: group.rows.map((row) => ({ ...row, test: adjusted.get(row)! }))
  }))
}
