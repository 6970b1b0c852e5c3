import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { hashWords } from '../../../../main/analyses/words/word-list.ts'

it('hashes the words in order, each on a line of its own', () => {
  const expected = createHash('sha256').update('the\nand\n\nof\n').digest('hex')
  expect(hashWords(['the', 'and', '', 'of'])).toBe(expected)
})

it('tells other orders and other borders apart', () => {
  const hashes = [['a', 'b'], ['b', 'a'], ['ab'], ['a', '', 'b']].map(hashWords)
  expect(new Set(hashes).size).toBe(4)
})
