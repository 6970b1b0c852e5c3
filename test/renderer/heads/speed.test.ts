import { expect, it } from 'vitest'
import { Heads } from '../../../renderer/state/heads.svelte.ts'
import { Shell } from '../../../renderer/state/shell.svelte.ts'
import { shownGrid } from '../../../renderer/views/heads/shown-grid.ts'
import { makeFakeHeads } from '../../helpers/fake-heads.ts'

const row = { resultId: 'r1', kind: 'heads' } as never

it('counts what 2 x 1,024 heads of 400 relations show, and says how long that takes', () => {
  const record = makeFakeHeads({ nLayers: 32, nHeads: 32, nRelations: 400 }).record()
  const heads = new Heads(new Shell())
  heads.open({ kind: 'heads', row, record, problems: [] })
  const times: string[] = []
  const time = (name: string, work: () => unknown): void => {
    const start = performance.now()
    expect(work()).toBeDefined()
    times.push(`${name} ${(performance.now() - start).toFixed(0)} ms`)
  }
  time('drift', () => heads.analysis.drift)
  time('rows', () => heads.analysis.rows)
  time('grid', () => shownGrid(heads, record, 'RdBu', 'light'))
  time('words', () => heads.analysis.words)
  time('verbs', () => heads.verbs.comparison)
  time('search', () => {
    heads.search.word = 'write'
    return heads.search.found
  })
  heads.view.withoutChance = true
  time('rows without chance', () => heads.analysis.rows)
  time('words without chance', () => heads.analysis.words)
  const nRelations = record.sides.reduce((sum, side) => sum + side.relationFirst.length, 0)
  console.log(`${nRelations} relations: ${times.join(', ')}`)
  expect(heads.analysis.rows.length).toBeLessThan(1_024)
})
