import { afterEach, describe, expect, it, vi } from 'vitest'
import type { OpenedResult } from '../../../preload/data.ts'
import { AnnotationInputs } from '../../../renderer/state/annotation-inputs.svelte.ts'
import { Annotation } from '../../../renderer/state/annotation.svelte.ts'
import { ConceptsInputs } from '../../../renderer/state/concepts-inputs.svelte.ts'
import { ConceptsLabels } from '../../../renderer/state/concepts-labels.svelte.ts'
import { ConceptsLayers } from '../../../renderer/state/concepts-layers.svelte.ts'
import { Concepts } from '../../../renderer/state/concepts.svelte.ts'
import { Shell } from '../../../renderer/state/shell.svelte.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'
import { jobStatus } from '../../helpers/job-status.ts'
import { openedCheckpoint } from '../../helpers/opened-checkpoint.ts'
import { Refusal, stubBridge } from '../../helpers/stub-bridge.ts'

const fake = makeFakeConcepts({ nLayers: 6, nDirections: 8 })
const row = {
  resultId: 'r1',
  kind: 'concepts' as const,
  title: 'Concepts',
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
const opened: Extract<OpenedResult, { kind: 'concepts' }> = {
  kind: 'concepts',
  row,
  record: fake.record(),
  problems: []
}

afterEach(() => void vi.useRealTimers())

describe('a run over the layers', () => {
  function withPair(): { shell: Shell; concepts: Concepts } {
    const shell = new Shell()
    shell.pair.base = openedCheckpoint('b')
    shell.pair.tuned = openedCheckpoint('t')
    return { shell, concepts: new Concepts(shell) }
  }

  it('needs a checkpoint, and a range that the models have', () => {
    const concepts = new Concepts(new Shell())
    expect(concepts.problem).toBe('Open a checkpoint in the side bar.')
    const { concepts: ready } = withPair()
    expect(ready.problem).toBeNull()
    ready.inputs.takesRange = true
    ready.inputs.lastLayer = 2
    expect(ready.problem).toBe('The range ends at layer 2, but the last layer is 1.')
  })

  it('shows layers as they come, then the stored result; layers are read from the job, then from it', async () => {
    stubBridge({
      'concepts/start': () => ({ jobId: 'j1' }),
      'job/partial': () => ({ kind: 'concepts', jobId: 'j1', record: fake.record(2) }),
      'result/open': () => opened
    })
    const { concepts } = withPair()
    await concepts.start()
    expect(concepts.record).toBeNull()
    await concepts.run.follow(jobStatus({ jobId: 'j1', kind: 'concepts', unitsDone: 2 }))
    expect(concepts.record?.layers).toHaveLength(2)
    expect(concepts.source).toEqual({ jobId: 'j1' })
    await concepts.run.follow(
      jobStatus({ jobId: 'j1', kind: 'concepts', state: 'done', resultId: 'r1' })
    )
    expect(concepts.record?.layers).toHaveLength(6)
    expect(concepts.source).toEqual({ resultId: 'r1' })
  })

  it('an answer of another analysis is not shown', async () => {
    stubBridge({
      'concepts/start': () => ({ jobId: 'j1' }),
      'job/partial': () => ({ kind: 'attribution', jobId: 'j1', record: {} }) as never
    })
    const { concepts } = withPair()
    await concepts.start()
    await concepts.run.follow(jobStatus({ jobId: 'j1', kind: 'concepts', unitsDone: 2 }))
    expect(concepts.record).toBeNull()
  })

  it('a refused start says why and changes nothing', async () => {
    stubBridge({
      'concepts/start': () => {
        throw new Refusal({ code: 'request/invalid', message: 'layers: 9, expected 0 to 1' })
      }
    })
    const { concepts } = withPair()
    concepts.open(opened)
    await concepts.start()
    expect(concepts.run.error?.message).toContain('expected 0 to 1')
    expect(concepts.record).toBe(opened.record)
  })

  it('asks for the cost once, a moment after the last change', async () => {
    vi.useFakeTimers()
    const { calls } = stubBridge({
      'concepts/plan': () => ({
        nLayers: 2,
        nWords: 10,
        operations: 1,
        neededBytes: 1,
        freeBytes: 2,
        limits: [],
        notes: []
      })
    })
    const { concepts } = withPair()
    concepts.askPlan(concepts.request())
    concepts.inputs.nDirections = 10
    concepts.askPlan(concepts.request())
    await vi.runAllTimersAsync()
    expect(calls.map(({ request }) => request)).toEqual([
      expect.objectContaining({ settings: expect.objectContaining({ nDirections: 10 }) })
    ])
    expect(concepts.plan?.nWords).toBe(10)
  })

  it('another result starts at the drift, with nothing left of the one before', () => {
    const { concepts } = withPair()
    concepts.open(opened)
    concepts.search.words = [3]
    concepts.view.openLayer(4, { role: 'tuned', direction: 2 })
    concepts.open({ ...opened, row: { ...row, resultId: 'r2' } })
    expect([concepts.view.page, concepts.view.layer, concepts.search.words]).toEqual([
      'drift',
      null,
      []
    ])
  })
})

describe('inputs', () => {
  it('a range is every layer in it, all layers are null', () => {
    const inputs = new ConceptsInputs()
    expect(inputs.settings(2)).toMatchObject({ layers: null, nThreads: 2, nWords: 50 })
    Object.assign(inputs, { takesRange: true, firstLayer: 3, lastLayer: 5 })
    expect(inputs.settings(0).layers).toEqual([3, 4, 5])
  })

  it.each([
    [{ takesRange: true, firstLayer: 3, lastLayer: 1 }, /range/],
    [{ takesRange: true, firstLayer: 0.5, lastLayer: 1 }, /range/],
    [{ nDirections: 0 }, /R must be/],
    [{ partnerThreshold: 1.5 }, /from 0 to 1/],
    [{ partnerThreshold: NaN }, /from 0 to 1/]
  ])('%j is refused in words', (changes, words) => {
    expect(Object.assign(new ConceptsInputs(), changes).problem(8)).toMatch(words)
  })
})

describe('layers', () => {
  it('reads each once, and forgets answers of a result that is gone', async () => {
    let answer = () => {}
    const { calls } = stubBridge({
      'concepts/layer': ({ layer }) =>
        new Promise((resolve) => (answer = () => resolve(fake.layer(layer))))
    })
    const layers = new ConceptsLayers()
    const first = layers.read({ resultId: 'r1' }, 3)
    await layers.read({ resultId: 'r1' }, 3)
    answer()
    await first
    await layers.read({ resultId: 'r1' }, 3)
    expect(calls).toHaveLength(1)
    expect(layers.get(3)?.layer).toBe(3)
    const late = layers.read({ resultId: 'r1' }, 4)
    layers.clear()
    answer()
    await late
    expect(layers.get(4)).toBeUndefined()
    expect(layers.reading.size).toBe(0)
  })
})

describe('labels', () => {
  it('stores a label with its author and reads all again', async () => {
    const { calls } = stubBridge({ 'concepts/labels': () => [], 'concepts/set-label': () => null })
    const labels = new ConceptsLabels(() => opened.record)
    await labels.load('r1')
    labels.author = ' Ada '
    const label = { description: 'plurals', tasks: [], level: 'morphology' as const, evidence: [] }
    expect(await labels.set(2, { role: 'tuned', direction: 7 }, label, 'sure')).toBe(true)
    expect(calls.map(({ name }) => name)).toEqual([
      'concepts/labels',
      'concepts/set-label',
      'concepts/labels'
    ])
    expect(calls[1]!.request).toEqual({
      resultId: 'r1',
      layer: 2,
      role: 'tuned',
      direction: 7,
      label,
      author: 'Ada',
      note: 'sure'
    })
  })

  it('what could not be stored stays an error beside the fields', async () => {
    stubBridge({
      'concepts/labels': () => [],
      'concepts/set-label': () => {
        throw new Refusal({ code: 'store/full', message: 'disk full' })
      }
    })
    const labels = new ConceptsLabels(() => opened.record)
    await labels.load('r1')
    expect(await labels.set(0, { role: 'base', direction: 0 }, null, '')).toBe(false)
    expect(labels.error?.code).toBe('store/full')
    expect(labels.isSaving).toBe(false)
  })

  it('an annotator that this result does not have falls back to the lexical one', async () => {
    stubBridge({ 'concepts/labels': ({ resultId }) => (resultId === 'r1' ? [...fake.labels] : []) })
    const labels = new ConceptsLabels(() => opened.record)
    await labels.load('r1')
    labels.choose(`llm ${fake.labels[0]!.author}`)
    expect(labels.source.annotator).toBe('llm')
    expect(labels.current?.runs).toHaveLength(2)
    await labels.load('r2')
    expect(labels.source.annotator).toBe('lexical')
  })
})

describe('labels by a language model', () => {
  const plan = {
    nConcepts: 10,
    estimate: { nRequests: 30, nCached: 0, tokensIn: 1, tokensOut: 1, price: null },
    warnings: []
  }

  it('nothing can be sent before an endpoint and a model are named', () => {
    const inputs = new AnnotationInputs()
    expect(inputs.problem).toMatch(/Name the endpoint: nothing is sent/)
    inputs.url = 'ftp://x'
    expect(inputs.problem).toMatch(/^Endpoint: .*expected http/)
    inputs.url = 'http://127.0.0.1:8080/v1/'
    expect(inputs.problem).toBe('Name the model.')
    inputs.model = 'm'
    expect(inputs.problem).toBeNull()
    expect(inputs.settings([0, 1]).url).toBe('http://127.0.0.1:8080/v1')
    inputs.seeds = '1, 1'
    expect(inputs.problem).toBe('Seeds: each only once.')
    inputs.seeds = '1; x'
    expect(inputs.problem).toMatch(/whole numbers/)
  })

  it('is sent only by an explicit send after its cost was shown, and the key is forgotten', async () => {
    vi.useFakeTimers()
    const { calls } = stubBridge({
      'annotation/plan': () => plan,
      'annotation/start': () => ({ jobId: 'j2' })
    })
    const annotation = new Annotation()
    Object.assign(annotation.inputs, { url: 'http://localhost:1/v1', model: 'm', key: 'secret' })
    const request = { resultId: 'r1', settings: annotation.inputs.settings([0]) }
    await annotation.send(request)
    expect(calls).toEqual([])
    annotation.askPlan(request)
    await vi.runAllTimersAsync()
    await annotation.send(request)
    expect(calls.map(({ name }) => name)).toEqual(['annotation/plan', 'annotation/start'])
    expect(calls[0]!.request).not.toHaveProperty('key')
    expect(calls[1]!.request).toMatchObject({ key: 'secret' })
    expect(annotation.inputs.key).toBe('')
    const ended = jobStatus({ jobId: 'j2', kind: 'annotation', state: 'done' })
    expect([annotation.hasEnded(ended), annotation.hasEnded(ended)]).toEqual([true, false])
  })
})
