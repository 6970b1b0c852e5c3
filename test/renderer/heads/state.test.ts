import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultVerbLists } from '../../../preload/analysis/heads/verb-lists.ts'
import type { OpenedResult, ResultRow } from '../../../preload/data.ts'
import { HeadsInputs } from '../../../renderer/state/heads-inputs.svelte.ts'
import { HeadsParts } from '../../../renderer/state/heads-parts.svelte.ts'
import { Heads } from '../../../renderer/state/heads.svelte.ts'
import { Shell } from '../../../renderer/state/shell.svelte.ts'
import { foundGrid, foundRows, openFound } from '../../../renderer/views/heads/found-heads.ts'
import { makeFakeHeads, type FakeHeadsOptions } from '../../helpers/fake-heads.ts'
import { jobStatus } from '../../helpers/job-status.ts'
import { openedCheckpoint } from '../../helpers/opened-checkpoint.ts'
import { Refusal, stubBridge } from '../../helpers/stub-bridge.ts'

const fake = makeFakeHeads({ nLayers: 4, nHeads: 4 })
const row: ResultRow = {
  resultId: 'r1',
  kind: 'heads',
  title: 'Heads',
  prompt: '',
  baseName: 'base',
  tunedName: 'tuned',
  baseScore: null,
  tunedScore: null,
  tags: [],
  note: '',
  createdAt: '2026-11-24T12:00:00.000Z',
  sizeBytes: 1
}
const opened = (options?: FakeHeadsOptions): Extract<OpenedResult, { kind: 'heads' }> => ({
  kind: 'heads',
  row,
  record: (options ? makeFakeHeads(options) : fake).record(),
  problems: []
})
const attention: Extract<OpenedResult, { kind: 'attention' }> = {
  kind: 'attention',
  row: { ...row, resultId: 'r2', kind: 'attention' },
  record: fake.attention(),
  problems: []
}

function withPair(): { shell: Shell; heads: Heads } {
  const shell = new Shell()
  shell.pair.base = openedCheckpoint('b')
  shell.pair.tuned = openedCheckpoint('t')
  return { shell, heads: new Heads(shell) }
}

afterEach(() => void vi.useRealTimers())

describe('a run over the heads', () => {
  it('needs a checkpoint, a range that the models have, and words', () => {
    expect(new Heads(new Shell()).problem).toBe('Open a checkpoint in the side bar.')
    const { heads } = withPair()
    expect(heads.problem).toBeNull()
    heads.inputs.range.turn(true, heads.nLayers)
    expect(heads.problem).toBeNull()
    heads.inputs.range.last = 2
    expect(heads.problem).toBe('The range ends at layer 2, but the last layer is 1.')
    heads.inputs.range.turn(false, 2)
    heads.inputs.nTop = 0
    expect(heads.problem).toContain('whole number from 1')
  })

  it('asks for the layers, words and similarity that were chosen', () => {
    const inputs = new HeadsInputs()
    expect(inputs.settings(2)).toMatchObject({ layers: null, nTop: 100, nShuffles: 3, nThreads: 2 })
    Object.assign(inputs.range, { isOn: true, first: 1, last: 3 })
    expect(inputs.settings(0).layers).toEqual([1, 2, 3])
    expect(inputs.settings(0).nShownPairs).toBe(50)
    inputs.keepsAllPairs = true
    expect(inputs.settings(0).nShownPairs).toBeNull()
    const { heads } = withPair()
    heads.inputs.similarity = { handle: 'vectors', name: 'glove.txt' }
    expect(heads.request()).toMatchObject({ base: 'b', words: null, similarity: 'vectors' })
  })

  it('shows layers as they come, then the stored result; parts are read from the job, then from it', async () => {
    stubBridge({
      'heads/start': () => ({ jobId: 'j1' }),
      'job/partial': () => ({ kind: 'heads', jobId: 'j1', record: fake.record(2) }),
      'result/open': () => opened()
    })
    const { heads } = withPair()
    await heads.start()
    await heads.run.follow(jobStatus({ jobId: 'j1', kind: 'heads', unitsDone: 2 }))
    expect(heads.record?.layers).toHaveLength(2)
    expect(heads.source).toEqual({ jobId: 'j1' })
    await heads.run.follow(jobStatus({ jobId: 'j1', kind: 'heads', state: 'done', resultId: 'r1' }))
    expect(heads.record?.layers).toHaveLength(4)
    expect(heads.source).toEqual({ resultId: 'r1' })
  })

  it('a refused start says why and keeps what is on screen', async () => {
    stubBridge({
      'heads/start': () => {
        throw new Refusal({ code: 'request/invalid', message: 'layers: 9, expected 0 to 1' })
      }
    })
    const { heads } = withPair()
    const result = opened()
    heads.open(result)
    await heads.start()
    expect(heads.run.error?.message).toContain('expected 0 to 1')
    expect(heads.record).toBe(result.record)
  })

  it('asks for the cost once, a moment after the last change', async () => {
    vi.useFakeTimers()
    const plan = {
      nLayers: 2,
      nHeads: 8,
      nWords: 10,
      operations: 1,
      neededBytes: 1,
      freeBytes: 2,
      limits: [],
      notes: []
    }
    const { calls } = stubBridge({ 'heads/plan': () => plan })
    const { heads } = withPair()
    heads.cost.ask(heads.request())
    heads.inputs.nTop = 50
    heads.cost.ask(heads.request())
    await vi.runAllTimersAsync()
    expect(calls.map(({ request }) => request)).toEqual([
      expect.objectContaining({ settings: expect.objectContaining({ nTop: 50 }) })
    ])
    expect(heads.cost.plan).toBe(plan)
    heads.cost.forget()
    expect(heads.cost.plan).toBeNull()
  })
})

describe('what of a result is looked at', () => {
  it('leaving out heads at chance leaves them out of tables, words and the sentence', () => {
    const { heads } = withPair()
    heads.open(opened())
    const before = { rows: heads.analysis.rows.length, sentence: heads.analysis.sentence }
    const changed = heads.analysis.words.reduce((sum, word) => sum + word.changed, 0)
    heads.view.withoutChance = true
    expect([before.rows, heads.analysis.rows.length]).toEqual([16, 12])
    expect(before.sentence).toContain('of 16 heads')
    expect(heads.analysis.sentence).toContain('of 12 heads')
    expect(heads.analysis.words.reduce((sum, word) => sum + word.changed, 0)).toBeLessThan(changed)
  })

  it('says plainly that nothing changed', () => {
    const { heads } = withPair()
    heads.open(opened({ nLayers: 2, nHeads: 2, isSame: true }))
    expect(heads.analysis.sentence).toBe(
      'No change: 4 heads compared, with the same relations in both models.'
    )
  })

  it('a single model has relations, and no drift, verbs or changed words', () => {
    const { heads } = withPair()
    heads.open(opened({ nLayers: 2, nHeads: 2, roles: ['tuned'] }))
    expect(heads.metric).toBe('tuned-relations')
    expect([heads.analysis.sentence, heads.verbs.comparison]).toEqual([null, null])
    expect([heads.analysis.rows.length, heads.analysis.words.length]).toEqual([4, 0])
  })

  it('another head forgets the relation of the one before', () => {
    const { view } = withPair().heads
    view.openHead({ layer: 0, head: 1 }, { first: 'a', second: 'b' })
    view.chooseHead({ layer: 0, head: 1 })
    expect(view.relation).not.toBeNull()
    view.chooseHead({ layer: 0, head: 2 })
    expect(view.relation).toBeNull()
  })
})

describe('verb lists', () => {
  it('are the paper’s until others are taken, from a file with its notes', async () => {
    stubBridge({
      'verbs/pick': () => ({
        lists: { instruction: ['write'], general: ['be'] },
        notes: ['1 blank line']
      })
    })
    const { verbs } = withPair().heads
    expect([verbs.lists, verbs.isOwn]).toEqual([defaultVerbLists, false])
    const picked = await verbs.pick()
    expect([verbs.isOwn, verbs.notes]).toEqual([false, ['1 blank line']])
    verbs.use(picked!)
    expect([verbs.isOwn, verbs.lists.general, verbs.notes]).toEqual([true, ['be'], []])
    verbs.useDefault()
    expect(verbs.isOwn).toBe(false)
  })

  it('a file that cannot be read changes nothing and says why', async () => {
    stubBridge({
      'verbs/pick': () => {
        throw new Refusal({ code: 'request/invalid', message: 'verbs.txt: no heading' })
      }
    })
    const { verbs } = withPair().heads
    expect(await verbs.pick()).toBeNull()
    expect(verbs.error?.message).toBe('verbs.txt: no heading')
  })
})

describe('a word in all heads', () => {
  function searching(word: string, other = ''): Heads {
    const { heads } = withPair()
    heads.open(opened())
    heads.search.word = word
    heads.search.other = other
    return heads
  }

  it('is found with its relations before and after, heads at chance left out where asked', () => {
    const heads = searching(' Write ')
    const all = foundRows(heads)
    expect(all.length).toBeGreaterThan(0)
    heads.view.withoutChance = true
    expect(foundRows(heads).length).toBeLessThanOrEqual(all.length)
    const { grid } = foundGrid(heads, heads.record!, foundRows(heads), 'RdBu', 'light')
    expect(grid.muted.filter((how) => how === 0)).toHaveLength(foundRows(heads).length)
  })

  it('says which words the list does not have', () => {
    expect(searching('write', 'xyzzy').search.found).toEqual({
      kind: 'unknown',
      words: ['xyzzy']
    })
    expect(searching('').search.found).toBeNull()
  })

  it('opens the head at its relations, or at the pair', () => {
    const word = searching('write')
    openFound(word, { layer: 1, head: 2 })
    expect([word.view.page, word.view.filter.text]).toEqual(['grid', 'write'])
    const pair = searching('Write', 'letter')
    openFound(pair, { layer: 1, head: 2 })
    expect(pair.view.relation).toEqual({ first: 'letter', second: 'write' })
    expect(pair.view.filter.text).toBe('')
  })
})

describe('attention patterns', () => {
  it('need a prompt, and follow the head that is chosen in the grid', () => {
    const { heads } = withPair()
    expect(heads.attention.problem).toBe('Write or paste a prompt.')
    heads.openAttention(attention)
    expect(heads.view.page).toBe('attention')
    expect(heads.attention.problem).toBeNull()
    expect(heads.attention.head).toEqual({ layer: 0, head: 0 })
    heads.view.chooseHead({ layer: 3, head: 2 })
    expect(heads.attention.head).toEqual({ layer: 3, head: 2 })
    heads.view.chooseHead({ layer: 99, head: 2 })
    expect(heads.attention.head).toEqual({ layer: 0, head: 0 })
  })

  it('start with the prompt as typed, without blanks around it', async () => {
    const { calls } = stubBridge({ 'attention/start': () => ({ jobId: 'j2' }) })
    const { heads } = withPair()
    heads.attention.prompt = '  Give me two.\n'
    await heads.attention.start()
    expect(calls[0]!.request).toMatchObject({
      base: 'b',
      settings: { prompt: 'Give me two.', useChatTemplate: false, layers: null }
    })
  })

  it('stay while relations of another result are opened', () => {
    const { heads } = withPair()
    heads.openAttention(attention)
    heads.open(opened())
    expect(heads.view.page).toBe('grid')
    expect(heads.attention.record).toBe(attention.record)
  })
})

describe('parts of a result', () => {
  it('are read once, the oldest forgotten where only a few stay', async () => {
    const asked: number[] = []
    const parts = new HeadsParts<string>(async (_, layer) => {
      asked.push(layer)
      return `layer ${layer}`
    }, 2)
    const source = { resultId: 'r1' }
    await Promise.all([parts.read(source, 1), parts.read(source, 1)])
    await parts.read(source, 2)
    await parts.read(source, 3)
    expect([asked, parts.get(1), parts.get(3)]).toEqual([[1, 2, 3], undefined, 'layer 3'])
  })

  it('of a result that is gone do not arrive', async () => {
    let answer: (part: string) => void = () => undefined
    const parts = new HeadsParts<string>(() => new Promise((resolve) => (answer = resolve)))
    const reading = parts.read({ resultId: 'r1' }, 1)
    parts.clear()
    answer('old')
    await reading
    expect([parts.get(1), parts.reading.size]).toEqual([undefined, 0])
  })
})
