import { expect, it } from 'vitest'
import { causalMask } from '../../../main/runtime/positions.ts'

const o = 0
const x = -Infinity

it('a query sees itself and what is before', () => {
  expect([...causalMask(0, 3, null)]).toEqual([o, x, x, o, o, x, o, o, o])
})

it('a later chunk sees all earlier positions', () => {
  expect([...causalMask(2, 4, null)]).toEqual([o, o, o, x, o, o, o, o])
})

it('a window w sees its own and the w − 1 positions before', () => {
  expect([...causalMask(0, 4, 2)]).toEqual([o, x, x, x, o, o, x, x, x, o, o, x, x, x, o, o])
  expect([...causalMask(3, 5, 3)]).toEqual([x, o, o, o, x, x, x, o, o, o])
})

it('no row is masked whole, whatever the window: softmax of one would be NaN', () => {
  for (const window of [1, 2, 7, 100, null]) {
    for (const [from, to] of [
      [0, 1],
      [0, 9],
      [8, 9],
      [5, 20]
    ] as const) {
      const mask = causalMask(from, to, window)
      for (let row = 0; row < to - from; row++) {
        const cells = mask.subarray(row * to, (row + 1) * to)
        expect(cells[from + row]).toBe(0)
        expect(cells.subarray(from + row + 1).every((value) => value === -Infinity)).toBe(true)
      }
    }
  }
})
