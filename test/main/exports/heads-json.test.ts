import { describe, expect, it } from 'vitest'
import { headsJson, headsJsonParts } from '../../../main/exports/heads-json.ts'
import { jsonText, type Exportable } from '../../../main/exports/json-text.ts'
import type { HeadDetail, HeadsLayer, HeadsRecord } from '../../../preload/analysis/heads/record.ts'
import {
  goldenWords,
  makeHeadsRecord,
  readGoldenHeads,
  readGoldenHeadsDrift,
  recordFromGoldens,
  withChance,
  type HeadJson,
  type HeadsDriftJson
} from '../../helpers/heads-record.ts'

interface HeadsFile {
  readonly words: readonly string[]
  readonly heads: readonly (HeadJson & { readonly isAtChance?: boolean })[]
  readonly tuned?: { readonly heads: readonly HeadJson[] }
  readonly drift?: Omit<HeadsDriftJson, 'verbs'> & {
    readonly groups: readonly { readonly effect: number | null; readonly permutation: object }[]
    readonly lists: { readonly instruction: { readonly nFound: number } }
  }
}

/** Layers as a job makes them, of recorded heads. */
function layersOf(record: HeadsRecord, names: readonly string[]): HeadsLayer[] {
  const terms = new Map(record.terms.map((term, index) => [term, index]))
  const recorded = names.map(readGoldenHeads)
  return record.layers.map((layer) => ({
    layer,
    sides: recorded.map((heads, i) => ({
      role: record.sides[i]!.role,
      heads: heads.filter((head) => head.layer === layer).map((head) => detailOf(head, terms))
    })),
    operations: 1,
    seconds: 1
  }))
}

function detailOf(
  { head, dimensions, relations }: HeadJson,
  terms: ReadonlyMap<string, number>
): HeadDetail {
  const pairs = dimensions.flatMap((dimension) => dimension.pairs)
  let end = 0
  return {
    head,
    dimensions: Int32Array.from(dimensions, ({ dimension }) => dimension),
    queryWords: Int32Array.from(dimensions.flatMap(({ query }) => query)),
    keyWords: Int32Array.from(dimensions.flatMap(({ key }) => key)),
    nPairs: Int32Array.from(dimensions, (dimension) => dimension.pairs.length),
    pairStarts: Int32Array.from([0, ...dimensions.map((one) => (end += one.pairs.length))]),
    pairQuery: Int32Array.from(pairs, ([query]) => query),
    pairKey: Int32Array.from(pairs, ([, key]) => key),
    pairSimilarity: Float32Array.from(pairs, ([, , similarity]) => similarity),
    chancePairs: new Int32Array(),
    relations: {
      first: Int32Array.from(relations, ([word]) => terms.get(word)!),
      second: Int32Array.from(relations, ([, word]) => terms.get(word)!),
      dimensions: Int32Array.from(relations, ([, , count]) => count)
    }
  }
}

const names = ['llama', 'llama-tuned']
const golden = readGoldenHeadsDrift()
const record = recordFromGoldens('llama', 'llama-tuned')
const layers = layersOf(record, names)
const text = headsJson(record, layers, golden.verbs)
const file = JSON.parse(text) as HeadsFile

function expectHeads(found: readonly HeadJson[] | undefined, name: string): void {
  const expected = readGoldenHeads(name)
  expect(found).toHaveLength(expected.length)
  expected.forEach((head, i) => {
    const { layer, head: index, dimensions, relations } = found![i]!
    expect([layer, index]).toEqual([head.layer, head.head])
    expect(relations).toEqual(head.relations)
    expect(dimensions.map(({ dimension, query, key }) => ({ dimension, query, key }))).toEqual(
      head.dimensions.map(({ dimension, query, key }) => ({ dimension, query, key }))
    )
    dimensions.forEach(({ pairs }, d) => {
      expect(pairs.map(([query, key]) => [query, key])).toEqual(
        head.dimensions[d]!.pairs.map(([query, key]) => [query, key])
      )
      pairs.forEach(([, , similarity], p) =>
        expect(Math.fround(similarity)).toBe(Math.fround(head.dimensions[d]!.pairs[p]![2]))
      )
    })
  })
}

describe('headsJson', () => {
  it("holds both models' heads in the form of the reference", () => {
    expect(file.words).toEqual(goldenWords())
    expectHeads(file.heads, 'llama')
    expectHeads(file.tuned?.heads, 'llama-tuned')
  })

  it('holds the comparison in the form of the reference, with more beside it', () => {
    const { groups, heads, lists } = file.drift!
    golden.heads.forEach(({ layer, head, jaccard, gained, lost }, i) => {
      expect(heads[i]).toMatchObject({ layer, head, gained, lost })
      expect(Math.abs(heads[i]!.jaccard - jaccard)).toBeLessThan(1e-6)
    })
    golden.groups.forEach((expected, g) => {
      const { layers: span, instruction, general, welch, effect, permutation } = groups[g]!
      expect(span).toEqual(expected.layers)
      expect(instruction.shares).toEqual(expected.instruction.shares)
      expect(general.shares).toEqual(expected.general.shares)
      expect(Math.abs(general.sd! - expected.general.sd!)).toBeLessThan(1e-6)
      expect(Math.abs(welch.p - expected.welch.p)).toBeLessThan(1e-6)
      expect(Object.keys(welch)).toEqual(['t', 'p', 'df', 'holm'])
      expect(Math.sign(effect!)).toBe(Math.sign(welch.t))
      expect(permutation).toMatchObject({ method: 'exact' })
    })
    expect(lists.instruction.nFound).toBeGreaterThan(30)
  })

  it('says what it was made with', () => {
    expect(file).toMatchObject({
      schema: 'shiftlens/heads',
      schemaVersion: 1,
      partial: false,
      models: [{ role: 'base' }, { role: 'tuned' }],
      similarity: { name: 'similarity.txt' },
      verbs: golden.verbs,
      settings: { nTop: 100 },
      versions: { shiftlens: '0.1.0' }
    })
  })

  it('is laid out as any other JSON file of this program, and whole in its parts', () => {
    expect(jsonText(JSON.parse(text) as Exportable)).toBe(text)
    const asked: number[] = []
    const parts = headsJsonParts(
      record,
      record.layers,
      (layer) => {
        asked.push(layer)
        return layers[layer]!
      },
      golden.verbs
    )
    expect([...parts].join('')).toBe(text)
    expect(asked).toEqual([0, 1, 2, 0, 1, 2])
  })

  it('has neither a tuned model nor a drift for one model', () => {
    const alone = recordFromGoldens('llama')
    const single = JSON.parse(
      headsJson(alone, layersOf(alone, ['llama']), golden.verbs)
    ) as HeadsFile
    expectHeads(single.heads, 'llama')
    expect(single).not.toHaveProperty('tuned')
    expect(single).not.toHaveProperty('drift')
  })

  it('holds a result without a layer yet, and why verbs were not tested', () => {
    const empty = { ...makeHeadsRecord([[], []], ['a']), layers: [], isPartial: true }
    expect(JSON.parse(headsJson(empty, [], golden.verbs))).toMatchObject({
      partial: true,
      heads: [],
      tuned: { heads: [] },
      drift: { groups: [], all: null, heads: [] }
    })
    const still = recordFromGoldens('llama', 'llama')
    const same = JSON.parse(headsJson(still, [], golden.verbs)) as HeadsFile
    expect(same.drift!.groups[0]).toMatchObject({
      instruction: { n: 0, mean: null, sd: null },
      welch: { untested: 'n too small' },
      effect: null,
      permutation: { untested: 'n too small' }
    })
  })

  it('tells which heads are at chance where similarities were shuffled', () => {
    const shuffled = Array.from({ length: 12 }, () => [30, 29, 31])
    const nPairs = Array.from({ length: 12 }, (_, h) => (h === 5 ? 90 : 30))
    const tested = withChance(record, [
      { nPairs, shuffled },
      { nPairs, shuffled }
    ])
    const { heads } = JSON.parse(headsJson(tested, layers, golden.verbs)) as HeadsFile
    expect(heads.map(({ isAtChance }) => isAtChance)).toEqual(nPairs.map((count) => count === 30))
  })
})
