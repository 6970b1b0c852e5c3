import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isSolvedFully, leadingEigenpairs } from '../../../main/linalg/leading-eigenpairs.ts'
import { createProduct, type MatrixProduct } from '../../../main/runtime/matrix/product.ts'
import { knownMatrix } from './known-spectrum.ts'

const n = 240
const nPairs = 30
const check = () => undefined

let products: MatrixProduct
beforeAll(async () => {
  products = await createProduct({ nThreads: 1 })
})
afterAll(() => products.close())

const spectrum = (value: (i: number) => number, size = n) =>
  Array.from({ length: size }, (_, i) => value(i))
const spectra: Readonly<Record<string, readonly number[]>> = {
  'crowded eigenvalues': spectrum((i) => (1 + Math.sqrt(0.4) * Math.cos((Math.PI * i) / n)) ** 2),
  'eigenvalues that fall fast': spectrum((i) => 0.8 ** i),
  'eigenvalues that fall slowly': spectrum((i) => 1 / (1 + i)),
  'repeated eigenvalues': spectrum((i) => [5, 5, 5, 5, 3, 3, 3, 3, 3, 3][i] ?? (i < 25 ? 2 : 1)),
  'all eigenvalues equal': spectrum(() => 0.3),
  'a low rank': spectrum((i) => (i < 12 ? 12 - i : 0)),
  'one dominant eigenvalue': spectrum((i) => (i === 0 ? 1e4 : 1 + 1 / (1 + i))),
  'a group of dominant ones': spectrum((i) => (i < 8 ? 2e3 - 90 * i : 2 * 0.98 ** i)),
  'tiny numbers': spectrum((i) => 1e-12 / (1 + i)),
  'huge numbers': spectrum((i) => 1e12 / (1 + i))
}

describe('iterated leading eigenpairs', () => {
  test('are what a matrix of this size takes', () => {
    expect(isSolvedFully(n, nPairs)).toBe(false)
  })

  test.each(Object.entries(spectra))('are proven for %s', async (_, values) => {
    const { matrix } = knownMatrix(values)
    const pairs = await leadingEigenpairs(matrix, n, { products, nPairs, check })
    const top = values[0]!
    expect(pairs.values).toHaveLength(nPairs)
    for (let i = 0; i < nPairs; i++) {
      expect(Math.abs(pairs.values[i]! - values[i]!)).toBeLessThanOrEqual(1e-6 * top)
    }
    expect(
      Math.max(...residualsInFloat64(matrix, pairs.vectors, pairs.values))
    ).toBeLessThanOrEqual(1e-6 * top)
    expect(Math.max(...pairs.residuals)).toBeLessThanOrEqual(1e-6 * top)
    expect(orthogonalityInFloat64(pairs.vectors)).toBeLessThanOrEqual(1e-6)
    expect(pairs.orthogonality).toBeLessThanOrEqual(1e-6)
    expect([...pairs.values]).toEqual([...pairs.values].sort((a, b) => b - a))
  })

  test('are proven where eigenvectors lie along the axes', async () => {
    const values = spectra['crowded eigenvalues']!
    const matrix = new Float32Array(n * n).map((_, at) =>
      at % (n + 1) === 0 ? values[at % n]! : 1e-7 * Math.sin(at + (at % n) * n)
    )
    for (let at = 0; at < n * n; at++) matrix[at] = matrix[(at % n) * n + Math.floor(at / n)]!
    const pairs = await leadingEigenpairs(matrix, n, { products, nPairs, check })
    for (let i = 0; i < nPairs; i++) {
      expect(Math.abs(pairs.values[i]! - values[i]!)).toBeLessThanOrEqual(1e-5 * values[0]!)
    }
    expect(Math.max(...pairs.residuals)).toBeLessThanOrEqual(1e-6 * values[0]!)
  })

  test.each(['eigenvalues that fall slowly', 'a group of dominant ones'])(
    'point along the true eigenvectors, small eigenvalues included: %s',
    async (name) => {
      const values = spectra[name]!
      const { matrix, vectors } = knownMatrix(values)
      const pairs = await leadingEigenpairs(matrix, n, { products, nPairs, check })
      for (let i = 0; i < nPairs; i++) {
        const cosine = dot(pairs.vectors, i, vectors, i)
        expect(Math.abs(cosine), `pair ${i}`).toBeGreaterThan(0.9999)
      }
    }
  )

  test('are the same to the bit when computed again', async () => {
    const { matrix } = knownMatrix(spectra['crowded eigenvalues']!)
    const first = await leadingEigenpairs(matrix, n, { products, nPairs, check })
    const second = await leadingEigenpairs(matrix, n, { products, nPairs, check })
    expect(second).toEqual(first)
  })

  test('report progress that does not fall, and stop when told to', async () => {
    const { matrix } = knownMatrix(spectra['crowded eigenvalues']!)
    const fractions: number[] = []
    const onProgress = (fraction: number) => fractions.push(fraction)
    await leadingEigenpairs(matrix, n, { products, nPairs, check, onProgress })
    expect(fractions.length).toBeGreaterThan(1)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    const stop = () => {
      throw new Error('enough')
    }
    await expect(leadingEigenpairs(matrix, n, { products, nPairs, check: stop })).rejects.toThrow(
      'enough'
    )
  })
})

describe('leading eigenpairs of a small matrix', () => {
  test.each([
    [1, 1],
    [5, 5],
    [50, 20]
  ])('of size %i: %i pairs agree with the known ones', async (size, wanted) => {
    const values = spectrum((i) => 3 / (1 + i), size)
    const { matrix, vectors } = knownMatrix(values)
    expect(isSolvedFully(size, wanted)).toBe(true)
    const pairs = await leadingEigenpairs(matrix, size, { products, nPairs: wanted, check })
    for (let i = 0; i < wanted; i++) {
      expect(Math.abs(pairs.values[i]! - values[i]!)).toBeLessThanOrEqual(1e-6 * 3)
      expect(Math.abs(dot(pairs.vectors, i, vectors, i, size))).toBeGreaterThan(0.99999)
    }
    expect(orthogonalityInFloat64(pairs.vectors, size)).toBeLessThanOrEqual(1e-6)
  })
})

function residualsInFloat64(
  matrix: Float32Array,
  vectors: Float32Array,
  values: Float64Array
): number[] {
  return Array.from(values, (value, i) => {
    let squares = 0
    for (let a = 0; a < n; a++) {
      let image = 0
      for (let b = 0; b < n; b++) image += matrix[a * n + b]! * vectors[i * n + b]!
      squares += (image - value * vectors[i * n + a]!) ** 2
    }
    return Math.sqrt(squares)
  })
}

function orthogonalityInFloat64(vectors: Float32Array, size = n): number {
  const count = vectors.length / size
  let worst = 0
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      worst = Math.max(worst, Math.abs(dot(vectors, i, vectors, j, size) - (i === j ? 1 : 0)))
    }
  }
  return worst
}

function dot(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number, size = n): number {
  let sum = 0
  for (let k = 0; k < size; k++) sum += a[i * size + k]! * b[j * size + k]!
  return sum
}
