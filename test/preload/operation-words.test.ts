import { expect, it } from 'vitest'
import { operationWords } from '../../preload/operation-words.ts'

it('gives three significant digits in the largest unit that leaves one before the point', () => {
  expect(operationWords(0)).toBe('0 FLOP')
  expect(operationWords(999)).toBe('999 FLOP')
  expect(operationWords(1_240_000_000)).toBe('1.24 GFLOP')
  expect(operationWords(2.5e23)).toBe('250000 EFLOP')
})

it('never rounds to a thousand of a unit', () => {
  expect(operationWords(999_499)).toBe('999 kFLOP')
  expect(operationWords(999_500)).toBe('1 MFLOP')
})
