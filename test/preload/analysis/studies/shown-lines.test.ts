import { expect, it } from 'vitest'
import { shownLines } from '../../../../preload/analysis/studies/shown-lines.ts'

const shown = (groups: readonly (string | null)[]) => shownLines(groups, (group) => group)

it('shows a single group once, in a table of two models too', () => {
  expect(shown(['rewrite', null])).toEqual(['rewrite'])
  expect(shown(['rewrite', null, 'rewrite', null])).toEqual(['rewrite', 'rewrite'])
})

it('shows all together below two groups, one of which may have no name', () => {
  expect(shown(['rewrite', '', null])).toEqual(['rewrite', '', null])
})

it('shows all together where that is the only line, and nothing where there is none', () => {
  expect(shown([null])).toEqual([null])
  expect(shown([])).toEqual([])
})
