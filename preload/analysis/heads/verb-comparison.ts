/** Instruction verbs against general verbs by group of layers (method.md section 3, "Comparison"). */
import { hedgesG } from '../../statistics/hedges-g.ts'
import { holm } from '../../statistics/holm.ts'
import { mean, populationSd } from '../../statistics/moments.ts'
import { signFlipTest } from '../../statistics/sign-flip-test.ts'
import type { SignFlipResult } from '../../statistics/sign-flip-test.ts'
import { welchTest } from '../../statistics/t-test.ts'
import type { TestResult } from '../../statistics/t-test.ts'
import { layerGroups } from '../concepts/layer-groups.ts'
import type { SharedPlace } from './head-places.ts'
import type { HeadsRecord } from './record.ts'
import type { VerbLists } from './verb-lists.ts'
import { verbKinds, verbWords } from './verb-words.ts'
import type { VerbKind, VerbWords } from './verb-words.ts'
import type { WordChanges } from './word-changes.ts'

/** The paper's groups of layers for heads. */
export const nHeadLayerGroups = 4

/** A verb that changed in at least one head of a group. */
export interface VerbShare {
  readonly word: string
  readonly nUp: number
  readonly nChanged: number
  /** nUp / nChanged */
  readonly share: number
}

export interface VerbSample {
  /** In the order of the list. */
  readonly shares: readonly VerbShare[]
  /** Verbs that changed: length of `shares`. */
  readonly n: number
  /** Of the shares, and their population standard deviation; null for none. */
  readonly mean: number | null
  readonly sd: number | null
}

export type WithHolm<Result> =
  | (Extract<Result, { kind: 'tested' }> & { readonly pHolm: number })
  | Extract<Result, { kind: 'untested' }>

/** Two-sided; t is positive where instruction verbs went up more often. */
export type VerbTest = WithHolm<
  | (Extract<TestResult, { kind: 'tested' }> & { /** Hedges' g */ readonly effect: number })
  | Extract<TestResult, { kind: 'untested' }>
>

export interface VerbGroup {
  /** g of the group of layers; null for all layers together. */
  readonly index: number | null
  /** Layers that it spans, both included, and those of them that were compared. */
  readonly first: number
  readonly last: number
  readonly layers: readonly number[]
  /** Heads that were counted. */
  readonly nHeads: number
  readonly instruction: VerbSample
  readonly general: VerbSample
  readonly welch: VerbTest
  /** Over heads in which verbs of both lists changed. */
  readonly permutation: WithHolm<SignFlipResult>
}

export interface VerbComparison {
  /** In order of depth. */
  readonly groups: readonly VerbGroup[]
  /** All compared layers together; null where none is. */
  readonly all: VerbGroup | null
  readonly lists: Omit<VerbWords, 'words'>
}

export interface VerbComparisonOptions {
  readonly nGroups?: number
  /** Leaves heads out, such as those at chance. */
  readonly isCounted?: (place: SharedPlace) => boolean
}

/**
 * Shares of changed heads in which a verb went up, instruction verbs against general ones.
 *
 * Per word: `share = heads up / heads changed` in the group. Welch's t-test compares the words' shares of
 * the two lists, Hedges' g is its effect size. It takes words as independent, which they are not: two
 * words of one relation change together. The permutation test therefore takes heads as its cases, with
 *
 *     d_h = up share of the changed instruction verbs in head h − the same of the changed general verbs
 *
 * for each head in which both changed. Heads of a layer write to one residual stream, so that too is a
 * guide. Holm's adjustment is over the groups that could be tested, a family for each of the two tests;
 * all layers together are no part of it, and their pHolm is p.
 *
 * Groups divide the layers that both models have; below `nGroups` layers each is a group of its own.
 */
export function compareVerbs(
  record: Pick<HeadsRecord, 'sides' | 'terms'>,
  changes: WordChanges,
  lists: VerbLists,
  { nGroups = nHeadLayerGroups, isCounted = () => true }: VerbComparisonOptions = {}
): VerbComparison {
  const { words, ...reports } = verbWords(record.terms, lists)
  const heads = countHeads(changes, words, record.terms.length, isCounted)
  const layers = [...new Set(changes.places.map(({ layer }) => layer))]
  const nLayers = Math.min(...record.sides.map((side) => side.nLayers))
  const groups = layers.length === 0 ? [] : layerGroups(nLayers, nGroups, layers)
  const [first, last] = [layers[0], layers.at(-1)]
  return {
    groups: adjust(groups.map((group) => compareGroup(group, heads, words))),
    all:
      first === undefined || last === undefined
        ? null
        : compareGroup({ index: null, first, last, layers }, heads, words),
    lists: reports
  }
}

type Span = Pick<VerbGroup, 'index' | 'first' | 'last' | 'layers'>
type Words = VerbWords['words']

/** Verbs that changed in one head: twice the place in their list, and 1 more where the verb went up. */
interface HeadVerbs {
  readonly layer: number
  readonly changed: Readonly<Record<VerbKind, readonly number[]>>
}

function countHeads(
  { places, starts, terms, isUp }: WordChanges,
  words: Words,
  nTerms: number,
  isCounted: (place: SharedPlace) => boolean
): HeadVerbs[] {
  /** 0 for other words, else 1 + the place among all verbs, instruction verbs first. */
  const codes = new Int32Array(nTerms)
  const nInstruction = words.instruction.length
  words.instruction.forEach(({ term }, at) => (codes[term] = 1 + at))
  words.general.forEach(({ term }, at) => (codes[term] = 1 + nInstruction + at))
  return places.flatMap((place, h) => {
    if (!isCounted(place)) return []
    const instruction: number[] = []
    const general: number[] = []
    for (let i = starts[h]!; i < starts[h + 1]!; i++) {
      const at = codes[terms[i]!]! - 1
      if (at < 0) continue
      if (at < nInstruction) instruction.push(2 * at + isUp[i]!)
      else general.push(2 * (at - nInstruction) + isUp[i]!)
    }
    return [{ layer: place.layer, changed: { instruction, general } }]
  })
}

function compareGroup(span: Span, all: readonly HeadVerbs[], words: Words): VerbGroup {
  const wanted = new Set(span.layers)
  const heads = all.filter(({ layer }) => wanted.has(layer))
  const [instruction, general] = verbKinds.map((kind) => sampleOf(kind, heads, words)) as [
    VerbSample,
    VerbSample
  ]
  return {
    ...span,
    nHeads: heads.length,
    instruction,
    general,
    welch: testSamples(instruction, general),
    permutation: withHolm(signFlipTest(headDifferences(heads), 'two-sided'))
  }
}

function sampleOf(kind: VerbKind, heads: readonly HeadVerbs[], words: Words): VerbSample {
  const up = new Int32Array(words[kind].length)
  const changed = new Int32Array(words[kind].length)
  for (const head of heads) {
    for (const code of head.changed[kind]) {
      changed[code >> 1]! += 1
      up[code >> 1]! += code & 1
    }
  }
  const shares = words[kind].flatMap(({ word }, at): VerbShare[] => {
    const [nUp, nChanged] = [up[at]!, changed[at]!]
    return nChanged === 0 ? [] : [{ word, nUp, nChanged, share: nUp / nChanged }]
  })
  const values = shares.map(({ share }) => share)
  const hasAny = values.length > 0
  return {
    shares,
    n: values.length,
    mean: hasAny ? mean(values) : null,
    sd: hasAny ? populationSd(values) : null
  }
}

function headDifferences(heads: readonly HeadVerbs[]): number[] {
  const upShare = (codes: readonly number[]): number =>
    codes.reduce((sum, code) => sum + (code & 1), 0) / codes.length
  return heads.flatMap(({ changed: { instruction, general } }) =>
    instruction.length === 0 || general.length === 0
      ? []
      : [upShare(instruction) - upShare(general)]
  )
}

function testSamples(instruction: VerbSample, general: VerbSample): VerbTest {
  const [x, y] = [instruction, general].map(({ shares }) => shares.map(({ share }) => share))
  const result = welchTest(x!, y!, 'two-sided')
  return result.kind === 'untested'
    ? result
    : { ...result, effect: hedgesG(x!, y!), pHolm: result.p }
}

/** pHolm is p, until a family is adjusted. */
function withHolm(result: SignFlipResult): WithHolm<SignFlipResult> {
  return result.kind === 'untested' ? result : { ...result, pHolm: result.p }
}

function adjust(groups: readonly VerbGroup[]): VerbGroup[] {
  const welch = adjustFamily(groups.map((group) => group.welch))
  const permutation = adjustFamily(groups.map((group) => group.permutation))
  return groups.map((group, i) => ({
    ...group,
    welch: welch[i]!,
    permutation: permutation[i]!
  }))
}

/** Holm's adjustment of the tests that took place; the others are no part of the family. */
function adjustFamily<
  Test extends { kind: 'tested'; readonly p: number; readonly pHolm: number } | { kind: 'untested' }
>(tests: readonly Test[]): Test[] {
  const adjusted = holm(tests.flatMap((test) => (test.kind === 'tested' ? [test.p] : [])))
  let next = 0
  return tests.map((test) =>
    test.kind === 'tested' ? { ...test, pHolm: adjusted[next++]! } : test
  )
}
