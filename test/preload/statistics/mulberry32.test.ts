import { expect, it } from 'vitest'
import { mulberry32 } from '../../../preload/statistics/mulberry32.ts'
import { seededRandom } from '../../helpers/random.ts'

it('gives whole numbers that repeat for a seed, as the uniform ones of the test helper do', () => {
  const [next, uniform] = [mulberry32(7), seededRandom(7)]
  for (let i = 0; i < 1_000; i++) expect(next()).toBe(uniform() * 2 ** 32)
})

it('sets each of its 32 bits half of the time', () => {
  const next = mulberry32(1)
  const set = new Int32Array(32)
  for (let i = 0; i < 10_000; i++) {
    const value = next()
    for (let bit = 0; bit < 32; bit++) set[bit]! += (value >>> bit) & 1
  }
  // Binomial of 10,000 at one half: ± 4 · 50.
  for (const count of set) expect(Math.abs(count - 5_000)).toBeLessThan(200)
})
