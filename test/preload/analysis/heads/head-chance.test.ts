import { describe, expect, it } from 'vitest'
import {
  headsChance,
  isAtChance,
  sideChance
} from '../../../../preload/analysis/heads/head-chance.ts'
import { headPlaces } from '../../../../preload/analysis/heads/head-places.ts'
import { makeHeadsRecord, withChance } from '../../../helpers/heads-record.ts'
import { seededRandom } from '../../../helpers/random.ts'

const chanceOf = (nPairs: readonly number[], shuffled: readonly (readonly number[])[]) =>
  sideChance(
    {
      role: 'base',
      nPairs: Int32Array.from(nPairs),
      chancePairs: Int32Array.from(shuffled.flat())
    },
    shuffled[0]!.length
  )

/** Poisson by Knuth's product, times a cluster size: variance is `cluster` times the mean. */
const poisson = (random: () => number, mean: number, cluster = 1): number => {
  let count = -1
  for (let product = 1; product > Math.exp(-mean / cluster); product *= random()) count += 1
  return count * cluster
}

/** Heads whose own counts come from where their shuffled ones do. */
const noise = (seed: number, cluster: number) => {
  const random = seededRandom(seed)
  const means = Array.from({ length: 1_000 }, () => 20 + 60 * random())
  return chanceOf(
    means.map((mean) => poisson(random, mean, cluster)),
    means.map((mean) => [0, 1, 2].map(() => poisson(random, mean, cluster)))
  )
}

describe('sideChance', () => {
  it('puts the line where the formula does', () => {
    const { means, lines, dispersion } = chanceOf([40], [[30, 30, 30]])
    const m = 90.5 / 3
    expect([dispersion, means[0]]).toEqual([1, 30])
    expect(lines[0]).toBeCloseTo(m + 0.5 + 1.645 * Math.sqrt((m * 4) / 3), 12)
  })

  it('keeps a head apart from chance only above its line', () => {
    // The line is 41.1.
    expect([...chanceOf([41], [[30, 30, 30]]).isAtChance]).toEqual([1])
    expect([...chanceOf([42], [[30, 30, 30]]).isAtChance]).toEqual([0])
  })

  it('takes one pair for chance where no shuffling gave any, and two for more', () => {
    expect([
      ...chanceOf(
        [0, 1, 2],
        [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0]
        ]
      ).isAtChance
    ]).toEqual([1, 1, 0])
  })

  it.each([1, 5])('leaves about 5 % of random heads above, with clusters of %i', (cluster) => {
    const { share, dispersion } = noise(cluster, cluster)
    expect(dispersion).toBeGreaterThan(0.9 * cluster)
    expect(dispersion).toBeLessThan(1.1 * cluster)
    // Binomial of 1,000 at 5 %: ± 3 · 0.7 %; the normal tail is somewhat off for clustered counts.
    expect(share).toBeGreaterThan(0.92)
    expect(share).toBeLessThan(0.98)
  })

  it('takes the spread of one shuffling as that of Poisson counts', () => {
    expect(chanceOf([40, 40], [[10], [90]])).toMatchObject({ dispersion: 1, nAtChance: 1 })
  })
})

describe('headsChance', () => {
  const record = withChance(makeHeadsRecord([[[[], [], []]], [[[], [], []]]], ['a']), [
    {
      nPairs: [90, 30, 30],
      shuffled: [
        [30, 29, 31],
        [30, 29, 31],
        [30, 29, 31]
      ]
    },
    {
      nPairs: [30, 90, 30],
      shuffled: [
        [30, 29, 31],
        [30, 29, 31],
        [30, 29, 31]
      ]
    }
  ])

  it('holds each model against its own shufflings', () => {
    const { base, tuned } = headsChance(record)
    expect([...base!.isAtChance]).toEqual([0, 1, 1])
    expect([...tuned!.isAtChance]).toEqual([1, 0, 1])
    expect(base).toMatchObject({ nShuffles: 3, nAtChance: 2, share: 2 / 3 })
  })

  it('takes a head as at chance where it is in every model that has it', () => {
    const chance = headsChance(record)
    expect(headPlaces(record).map((place) => isAtChance(chance, place))).toEqual([
      false,
      false,
      true
    ])
    const alone = { ...record, sides: record.sides.slice(0, 1) }
    const single = headsChance(alone)
    expect(headPlaces(alone).map((place) => isAtChance(single, place))).toEqual([false, true, true])
  })

  it('says nothing where nothing was shuffled', () => {
    const plain = makeHeadsRecord([[[[]]]], ['a'])
    const chance = headsChance(plain)
    expect(chance).toEqual({ base: null, tuned: null })
    expect(isAtChance(chance, headPlaces(plain)[0]!)).toBe(false)
  })
})
