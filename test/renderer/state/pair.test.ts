import { expect, it } from 'vitest'
import { PairState } from '../../../renderer/state/pair.svelte.ts'
import { openedCheckpoint } from '../../helpers/opened-checkpoint.ts'
import { Refusal, stubBridge } from '../../helpers/stub-bridge.ts'

const recents = { 'checkpoint/recents': () => [] }

it('a picked folder goes to the named side, a cancelled dialog changes nothing', async () => {
  const picked = [openedCheckpoint('a'), null]
  stubBridge({ ...recents, 'checkpoint/pick': () => picked.shift() ?? null })
  const pair = new PairState()
  await pair.pick('tuned')
  await pair.pick('tuned')
  expect(pair.base).toBeNull()
  expect(pair.tuned?.handle).toBe('a')
  expect(pair.opening).toBeNull()
})

it('a second request while a dialog is open is ignored', async () => {
  let answer = (_opened: null) => {}
  const { calls } = stubBridge({
    ...recents,
    'checkpoint/pick': () => new Promise<null>((resolve) => (answer = resolve))
  })
  const pair = new PairState()
  const first = pair.pick('base')
  await pair.pick('base')
  answer(null)
  await first
  expect(calls.filter(({ name }) => name === 'checkpoint/pick')).toHaveLength(1)
})

it('an error is shown and the side stays as it was', async () => {
  const report = { code: 'checkpoint/malformed', message: 'header ends early' } as const
  stubBridge({
    ...recents,
    'checkpoint/pick': () => {
      throw new Refusal(report)
    }
  })
  const pair = new PairState()
  pair.base = openedCheckpoint('a')
  await pair.pick('base')
  expect(pair.base.handle).toBe('a')
  expect(pair.error).toEqual(report)
})

it('of two folders dropped on base the second goes to tuned', () => {
  const { dropped } = stubBridge(recents)
  const pair = new PairState()
  pair.dropOn('base', [new File([], 'one'), new File([], 'two')])
  pair.arrive(openedCheckpoint('one'))
  pair.arrive(openedCheckpoint('two'))
  expect(dropped).toEqual([['one', 'two']])
  expect([pair.base?.handle, pair.tuned?.handle]).toEqual(['one', 'two'])
})

it('a folder that arrives unasked fills the free side', () => {
  stubBridge(recents)
  const pair = new PairState()
  pair.base = openedCheckpoint('a')
  pair.arrive(openedCheckpoint('b'))
  expect(pair.tuned?.handle).toBe('b')
})

it('a refused drop does not steer the next folder', () => {
  stubBridge(recents)
  const pair = new PairState()
  pair.dropOn('tuned', [new File([], 'bad')])
  pair.refuse({ code: 'checkpoint/unreadable', message: 'no config.json' })
  pair.arrive(openedCheckpoint('good'))
  expect(pair.base?.handle).toBe('good')
})

it('the sample fills both sides and is recognised until one is changed', async () => {
  const sample = { base: openedCheckpoint('sb'), tuned: openedCheckpoint('st'), cases: [] }
  stubBridge({ ...recents, 'sample/open': () => sample })
  const pair = new PairState()
  await pair.openSample()
  expect(pair.isSample).toBe(true)
  pair.swap()
  expect([pair.base?.handle, pair.tuned?.handle]).toEqual(['st', 'sb'])
  expect(pair.isSample).toBe(false)
})
