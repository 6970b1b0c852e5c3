import { expect, it } from 'vitest'
import { Actions, type Action } from '../../../renderer/state/actions.svelte.ts'

function action(id: string, title: string, changes: Partial<Action> = {}): Action {
  return { id, title, group: 'Pair', run: () => undefined, ...changes }
}

it('finds actions by any words of title and group, the best first', () => {
  const actions = new Actions()
  actions.register([
    action('a', 'Swap base and tuned'),
    action('b', 'Open the base checkpoint'),
    action('c', 'Light theme', { group: 'Look' })
  ])
  const found = (query: string) => actions.search(query).map(({ id }) => id)
  expect(found('')).toEqual(['a', 'b', 'c'])
  expect(found('open base')).toEqual(['b'])
  expect(found('pair')).toEqual(['a', 'b'])
  expect(found('theme')).toEqual(['c'])
  expect(found('base light')).toEqual([])
})

it('a view takes its own actions back and no others', () => {
  const actions = new Actions()
  const remove = actions.register([action('view', 'One')])
  actions.register([action('other', 'Two')])
  remove()
  expect(actions.list.map(({ id }) => id)).toEqual(['other'])
})

it('a disabled or unknown action does not run', () => {
  let runs = 0
  const actions = new Actions()
  actions.register([action('a', 'A', { isEnabled: () => false, run: () => runs++ })])
  expect(actions.run('a')).toBe(false)
  expect(actions.run('b')).toBe(false)
  expect(runs).toBe(0)
})

it('can run only what is there and enabled', () => {
  const actions = new Actions()
  const action = { title: 'A', group: 'G', run: () => {} }
  actions.register([
    { ...action, id: 'a/run' },
    { ...action, id: 'b/run', isEnabled: () => false }
  ])
  expect(['a/run', 'b/run', 'c/run'].map((id) => actions.canRun(id))).toEqual([true, false, false])
})
