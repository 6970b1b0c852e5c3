import { expect, it } from 'vitest'
import { CrashBook, crashWindowMs } from '../../../main/processes/crash-book.ts'

it('allows two restarts and stops at the third crash within five minutes', () => {
  const book = new CrashBook()
  expect(book.record('a', 0)).toBe('restart')
  expect(book.record('b', 1_000)).toBe('restart')
  expect(book.isTooOften(2_000)).toBe(false)
  expect(book.record('c', crashWindowMs - 1)).toBe('too-often')
})

it('goes on when the crashes lie far apart', () => {
  const book = new CrashBook()
  const step = crashWindowMs / 2
  const verdicts = ['a', 'b', 'c', 'd'].map((unit, i) => book.record(unit, i * step))
  expect(verdicts).toEqual(['restart', 'restart', 'restart', 'restart'])
})

it('names a unit that crashed twice, however far apart', () => {
  const book = new CrashBook()
  expect(book.record('a', 0)).toBe('restart')
  expect(book.record('a', 10 * crashWindowMs)).toBe('same-unit')
})

it('puts crashes on nothing down to no unit', () => {
  const book = new CrashBook()
  expect([book.record(null, 0), book.record(null, 1), book.record(null, 2)]).toEqual([
    'restart',
    'restart',
    'too-often'
  ])
})
