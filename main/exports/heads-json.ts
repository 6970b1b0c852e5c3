import { headsChance } from '../../preload/analysis/heads/head-chance.ts'
import type { SideChance } from '../../preload/analysis/heads/head-chance.ts'
import { headsDrift } from '../../preload/analysis/heads/head-drift.ts'
import type {
  HeadDetail,
  HeadsLayer,
  HeadsRecord,
  HeadsSide
} from '../../preload/analysis/heads/record.ts'
import { compareVerbs } from '../../preload/analysis/heads/verb-comparison.ts'
import type { VerbGroup, VerbSample } from '../../preload/analysis/heads/verb-comparison.ts'
import type { VerbLists } from '../../preload/analysis/heads/verb-lists.ts'
import { wordChanges } from '../../preload/analysis/heads/word-changes.ts'
import { float32Text } from './float32-text.ts'
import { listParts, membersText } from './json-parts.ts'
import type { Exportable } from './json-text.ts'

/** Raised when a member changes its meaning or goes away; a new member does not raise it. */
export const headsSchemaVersion = 1

/**
 * Head relations as a JSON file. `heads` are the base's (those of the only model where there is one),
 * `tuned` holds the same of the tuned model, and `drift` what moved between them. Words of dimensions and
 * pairs are lines of `words`, those of relations are written out in lower case. Words and pairs of a
 * dimension are as many as were kept for looking at; `nPairs` counts all.
 *
 * @throws RangeError where the text is longer than a string can be: write `headsJsonParts` then
 */
export function headsJson(
  record: HeadsRecord,
  layers: readonly HeadsLayer[],
  verbs: VerbLists
): string {
  const byIndex = new Map(layers.map((layer) => [layer.layer, layer]))
  const parts = headsJsonParts(record, [...byIndex.keys()], (layer) => byIndex.get(layer)!, verbs)
  return [...parts].join('')
}

/**
 * The same text in parts, a layer at a time: with every pair of a 7B model it is larger than memory
 * should hold at once.
 *
 * @param layers   indices of those to write, ascending
 * @param layerAt  asked for each of them once a model
 */
export function* headsJsonParts(
  record: HeadsRecord,
  layers: readonly number[],
  layerAt: (layer: number) => HeadsLayer,
  verbs: VerbLists
): Generator<string> {
  const chance = headsChance(record)
  const [first, second] = record.sides
  const heads = (side: HeadsSide) => sideHeads(record, side, chance[side.role], layers, layerAt)
  yield membersText(
    {
      schema: 'shiftlens/heads',
      schemaVersion: headsSchemaVersion,
      partial: record.isPartial,
      models: record.sides.map((side) => modelOf(side, chance[side.role])),
      words: record.words,
      wordList: { ...record.wordList },
      similarity: { ...record.similarity },
      verbs: { ...verbs }
    },
    '{\n'
  )
  if (first !== undefined) yield* listParts(',\n  "heads": ', '  ', heads(first))
  if (second !== undefined) {
    yield ',\n  "tuned": {\n'
    yield* listParts('    "heads": ', '    ', heads(second))
    yield '\n  }'
    yield membersText({ drift: driftOf(record, verbs) }, ',\n')
  }
  yield membersText(
    {
      settings: { ...record.settings },
      limits: record.limits,
      notes: record.notes,
      operations: record.operations,
      seconds: record.seconds,
      versions: record.versions,
      device: record.device,
      createdAt: record.createdAt
    },
    ',\n'
  )
  yield '\n}\n'
}

function modelOf(side: HeadsSide, chance: SideChance | null): Exportable {
  const { role, name, fingerprint, nLayers, nHeads, nKvHeads, dModel, dHead } = side
  return {
    role,
    name,
    fingerprint,
    nLayers,
    nHeads,
    nKvHeads,
    dModel,
    dHead,
    chance: chance && {
      nShuffles: chance.nShuffles,
      dispersion: chance.dispersion,
      nAtChance: chance.nAtChance,
      share: chance.share
    }
  }
}

function* sideHeads(
  record: HeadsRecord,
  side: HeadsSide,
  chance: SideChance | null,
  layers: readonly number[],
  layerAt: (layer: number) => HeadsLayer
): Generator<Exportable> {
  for (const layer of layers) {
    const heads = layerAt(layer).sides.find(({ role }) => role === side.role)?.heads ?? []
    for (const head of heads) {
      const row = record.layers.indexOf(layer) * side.nHeads + head.head
      yield {
        layer,
        head: head.head,
        nPairs: head.nPairs.reduce((sum, count) => sum + count, 0),
        chancePairs: Array.from(head.chancePairs),
        chanceLine: chance?.lines[row],
        isAtChance: chance === null ? undefined : chance.isAtChance[row] === 1,
        dimensions: dimensionsOf(head),
        relations: relationsOf(record, head)
      }
    }
  }
}

function dimensionsOf(head: HeadDetail): Exportable[] {
  const { dimensions, queryWords, keyWords, nPairs, pairStarts } = head
  const nWords = dimensions.length === 0 ? 0 : queryWords.length / dimensions.length
  return Array.from(dimensions, (dimension, i) => ({
    dimension,
    nPairs: nPairs[i]!,
    query: Array.from(queryWords.subarray(i * nWords, (i + 1) * nWords)),
    key: Array.from(keyWords.subarray(i * nWords, (i + 1) * nWords)),
    pairs: Array.from({ length: pairStarts[i + 1]! - pairStarts[i]! }, (_, at) => {
      const pair = pairStarts[i]! + at
      const similarity = Number(float32Text(head.pairSimilarity[pair]!))
      return [head.pairQuery[pair]!, head.pairKey[pair]!, similarity]
    })
  }))
}

function relationsOf({ terms }: HeadsRecord, { relations }: HeadDetail): Exportable[] {
  const { first, second, dimensions } = relations
  return Array.from(first, (term, i) => [terms[term]!, terms[second[i]!]!, dimensions[i]!])
}

function driftOf(record: HeadsRecord, verbs: VerbLists): Exportable {
  const { groups, all, lists } = compareVerbs(record, wordChanges(record), verbs)
  return {
    lists: {
      instruction: { ...lists.reports.instruction },
      general: { ...lists.reports.general },
      shared: lists.shared
    },
    groups: groups.map(groupOf),
    all: all && groupOf(all),
    heads: headsDrift(record).heads.flatMap((head): Exportable[] => {
      if (head === null) return []
      const { layer, head: index, jaccard, nGained, nLost, nKept, nRecounted } = head
      return [
        { layer, head: index, jaccard, gained: nGained, lost: nLost, kept: nKept, nRecounted }
      ]
    })
  }
}

/** An untested group says why. */
function groupOf(group: VerbGroup): Exportable {
  const { first, last, nHeads, instruction, general, welch, permutation } = group
  return {
    layers: [first, last],
    nHeads,
    instruction: sampleOf(instruction),
    general: sampleOf(general),
    welch:
      welch.kind === 'untested'
        ? { untested: welch.reason }
        : { t: welch.t, p: welch.p, df: welch.df, holm: welch.pHolm },
    effect: welch.kind === 'untested' ? null : welch.effect,
    permutation:
      permutation.kind === 'untested'
        ? { untested: permutation.reason }
        : {
            method: permutation.method,
            n: permutation.n,
            meanDifference: permutation.meanDifference,
            p: permutation.p,
            smallestP: permutation.smallestP,
            holm: permutation.pHolm
          }
  }
}

function sampleOf({ shares, n, mean, sd }: VerbSample): Exportable {
  return { shares: Object.fromEntries(shares.map(({ word, share }) => [word, share])), n, mean, sd }
}
