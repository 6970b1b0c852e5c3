import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createThresholds,
  meanPlusSds,
  type Assignment
} from '../../../../main/analyses/heads/thresholds.ts'
import { gaussian } from '../../../../main/linalg/gaussian.ts'
import { createProduct, type MatrixProduct } from '../../../../main/runtime/matrix/product.ts'
import { dot } from '../../../helpers/dot.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { similarityOf } from '../../../helpers/head-goldens.ts'
import { randomCase, similarityOfCase, type HeadCase } from './head-case.ts'
import { threshold } from './plain-heads.ts'

const sizes = { nHeads: 1, nKvHeads: 1, dHead: 2, dModel: 2 }
const settings = { nThresholdWords: 12, thresholdSds: 1.96, nShuffles: 3 }
let product: MatrixProduct

beforeAll(async () => {
  product = await createProduct({ nThreads: 1 })
})
afterAll(() => product.close())

function withSettings(input: HeadCase): HeadCase {
  return { ...input, settings: { ...input.settings, ...settings } }
}

/** Of unit vectors rounded to float32: 2⁻²³ a cosine at most, three times as much with 1.96 deviations. */
const digits = 6

/** Thresholds of lines, as kept and exact, against the reference. */
async function expectThresholds(assignment: Assignment, input: HeadCase): Promise<void> {
  const { vectorOfLine, thresholds, exactThreshold } = assignment
  for (const [line, row] of input.similarity.entries()) {
    const vector = vectorOfLine[line] ?? -1
    expect(vector >= 0).toBe(row !== null)
    if (row === null) continue
    const expected = threshold(input, line)
    expect(thresholds[vector]).toBeCloseTo(expected, digits)
    expect(await exactThreshold(vector)).toBeCloseTo(expected, digits)
  }
}

describe('createThresholds', () => {
  it('is mean and 1.96 standard deviations over the first words that have a vector, itself included', async () => {
    const input = withSettings(randomCase(1, sizes))
    for (const blockSize of [1_000, 1, 5]) {
      const similarity = similarityOfCase(input, blockSize)
      const { own } = await createThresholds({ similarity, settings, product })
      await expectThresholds(own, input)
    }
  })

  it('hands each vector to one word in a shuffling and takes the thresholds anew', async () => {
    const input = withSettings(randomCase(2, sizes))
    const similarity = similarityOfCase(input)
    const { own, shuffled } = await createThresholds({ similarity, settings, product })
    const vectors = (assignment: Assignment) => [...assignment.vectorOfLine].filter((at) => at >= 0)
    const orders = [own, ...shuffled].map((assignment) => vectors(assignment).join())
    expect(new Set(orders).size).toBe(1 + settings.nShuffles)
    for (const assignment of shuffled) {
      const order = vectors(assignment)
      expect(order.toSorted((a, b) => a - b)).toEqual([...similarity.lines.keys()])
      const handedOut = input.similarity.map((row, line) =>
        row ? input.similarity[similarity.lines[assignment.vectorOfLine[line]!]!]! : null
      )
      await expectThresholds(assignment, { ...input, similarity: handedOut })
    }
  })

  it('shuffles in the same ways every time, however many there are', async () => {
    const similarity = similarityOfCase(randomCase(3, sizes))
    const more = await createThresholds({ similarity, settings, product })
    const fewer = await createThresholds({
      similarity,
      settings: { ...settings, nShuffles: 1 },
      product
    })
    expect(fewer.shuffled.map(({ vectorOfLine }) => vectorOfLine)).toEqual(
      more.shuffled.slice(0, 1).map(({ vectorOfLine }) => vectorOfLine)
    )
    expect(fewer.shuffled[0]!.thresholds).toEqual(more.shuffled[0]!.thresholds)
  })

  it.each([
    [300, 0],
    [300, 3],
    [4_096, 1]
  ])(
    'is off by less than is decided again, with %d dimensions of which %d shared parts',
    async (nDimensions, shared) => {
      const nWords = 700
      const values = gaussian(4, (nWords + 1) * nDimensions)
      const common = values.subarray(nWords * nDimensions)
      const vectors = Array.from({ length: nWords }, (_, i) =>
        Array.from(common, (value, d) => shared * value + values[i * nDimensions + d]!)
      )
      const similarity = similarityOf([...vectors.keys()], vectors)
      const { own } = await createThresholds({
        similarity,
        settings: { ...settings, nThresholdWords: 600, nShuffles: 0 },
        product
      })
      let worst = 0
      for (let vector = 0; vector < nWords; vector += 100) {
        const error = own.thresholds[vector]! - (await own.exactThreshold(vector))
        worst = Math.max(worst, Math.abs(error))
      }
      expect(worst).toBeLessThan(5e-8)
    }
  )

  it('is exact in float64 of the vectors as they are stored', async () => {
    const similarity = similarityOfCase(randomCase(7, sizes))
    const { nDimensions, lines } = similarity
    const { own } = await createThresholds({ similarity, settings, product })
    const stored = await similarity.gather(Int32Array.from(lines.keys()))
    const rows = Array.from(lines, (_, i) => stored.slice(i * nDimensions, (i + 1) * nDimensions))
    const reference = rows.filter((_, i) => lines[i]! < settings.nThresholdWords)
    for (const [vector, row] of rows.entries()) {
      const cosines = reference.map((other) => dot(row, other).sum)
      const expected = meanPlusSds(Float64Array.from(cosines), settings.thresholdSds)
      expect(await own.exactThreshold(vector)).toBeCloseTo(expected, 14)
    }
  })

  it('counts two operations a number of each product', async () => {
    const input = randomCase(5, sizes)
    const similarity = similarityOfCase(input)
    const nReference = similarity.lines.filter((line) => line < settings.nThresholdWords).length
    const { operations } = await createThresholds({ similarity, settings, product })
    expect(operations).toBe(4 * 2 * similarity.lines.length * nReference * similarity.nDimensions)
  })

  it('tells how far it is, up to the end, and stops when it is told to', async () => {
    const similarity = similarityOfCase(randomCase(6, sizes), 3)
    const fractions: number[] = []
    const stop = new AbortController()
    const report = (fraction: number) => void fractions.push(fraction)
    await createThresholds({ similarity, settings, product, report })
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    const failure = await failureOf(() =>
      createThresholds({
        similarity,
        settings,
        product,
        signal: stop.signal,
        report: () => stop.abort()
      })
    )
    expect(failure.code).toBe('job/cancelled')
  })

  it('says that none of the first words has a vector', async () => {
    const similarity = similarityOf([12, 14], [[1], [1]])
    const failure = await failureOf(() => createThresholds({ similarity, settings, product }))
    expect([failure.code, failure.message]).toEqual([
      'request/invalid',
      'similarity: none of the first 12 words of the list has a vector, expected at least one'
    ])
  })
})

describe('meanPlusSds', () => {
  it('takes the population standard deviation', () => {
    expect(meanPlusSds(Float64Array.of(1, 3), 2)).toBe(4)
  })

  it('is exactly the value where all are equal', () => {
    expect(meanPlusSds(new Float64Array(7).fill(0.1), 1.96)).toBe(0.1)
  })
})
