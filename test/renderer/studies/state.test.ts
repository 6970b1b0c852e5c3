import { describe, expect, it, vi } from 'vitest'
import { Shell } from '../../../renderer/state/shell.svelte.ts'
import { Studies } from '../../../renderer/state/studies.svelte.ts'
import { StudyData } from '../../../renderer/state/study-data.svelte.ts'
import {
  modeProblem,
  responseProblem,
  StudyInputs
} from '../../../renderer/state/study-inputs.svelte.ts'
import { StudyView } from '../../../renderer/state/study-view.svelte.ts'
import { jobStatus } from '../../helpers/job-status.ts'
import { openedCheckpoint } from '../../helpers/opened-checkpoint.ts'
import { Refusal, stubBridge } from '../../helpers/stub-bridge.ts'
import {
  fakeStudy,
  openedStudy,
  preview,
  readyStudies,
  withPair
} from '../../helpers/study-state.ts'

const pair = { roles: ['base', 'tuned'], preview } as const

describe('the set-up of a study', () => {
  it('says what is missing, one thing at a time', async () => {
    stubBridge({
      'study/sample': () => ({ handle: 'data', preview: { ...preview, mapping: null } }),
      'study/preview': () => ({ ...preview, nCases: 0 })
    })
    expect(new Studies(new Shell()).problem).toBe('Open a checkpoint in the side bar.')
    const { studies } = withPair()
    expect(studies.problem).toBe('Choose a data set.')
    await studies.openSample()
    expect(studies.problem).toBe('Say which column holds the prompts.')
    const change = studies.data.change({ prompt: 'prompt' })
    expect(studies.problem).toBe('Reading the data set…')
    await change
    expect(studies.problem).toBe('No row gives a case with these columns.')
  })

  it('asks for what was chosen, and takes device and threads of the settings', async () => {
    const { studies } = await readyStudies()
    const { inputs } = studies
    expect(studies.problem).toBeNull()
    expect(studies.request()).toMatchObject({
      base: 'b',
      tuned: 't',
      data: 'data',
      settings: {
        mapping: preview.mapping,
        modes: ['own', 'same', 'length-matched'],
        sameResponse: 'reference',
        nCasesLimit: null,
        nTokensLimit: 300,
        ablation: null,
        device: 'auto',
        previous: null
      }
    })
    inputs.toggle('own')
    inputs.toggle('length-matched')
    Object.assign(inputs, { isLimited: true, nCases: 6, ablation: 'mask', seed: 9, nThreads: 2 })
    expect(studies.request().settings).toMatchObject({
      modes: ['same'],
      nCasesLimit: 6,
      ablation: { method: 'mask', seed: 9 },
      nThreads: 2
    })
  })

  it.each([
    ['modes', (inputs: StudyInputs) => (inputs.wanted = []), 'Choose at least one mode.'],
    [
      'cases',
      (inputs: StudyInputs) => Object.assign(inputs, { isLimited: true, nCases: 0 }),
      'The number of cases must be a whole number from 1.'
    ],
    [
      'tokens',
      (inputs: StudyInputs) => (inputs.nTokensLimit = Number.NaN),
      'The token limit must be a whole number from 1 to 100000.'
    ],
    [
      'seed',
      (inputs: StudyInputs) => Object.assign(inputs, { ablation: 'remove', seed: -1 }),
      'The seed must be a whole number from 0.'
    ],
    [
      'threads',
      (inputs: StudyInputs) => (inputs.nThreads = 2000),
      'The threads must be a whole number from 0 to 1024.'
    ]
  ])('refuses %s out of range', (_, change, problem) => {
    const inputs = new StudyInputs()
    expect(inputs.problem(pair)).toBeNull()
    change(inputs)
    expect(inputs.problem(pair)).toBe(problem)
  })

  it('leaves out a mode that one model cannot have, and a response that is not there', () => {
    const single = { roles: ['tuned'], preview: { nWithResponse: 0 } } as const
    expect(modeProblem('length-matched', single)).toContain('base and a tuned')
    expect(modeProblem('same', single)).toBeNull()
    expect(responseProblem('reference', single)).toBe('No column gives a response.')
    expect(responseProblem('base', single)).toBe('No base model is open.')
    const inputs = new StudyInputs()
    expect(inputs.modes(single)).toEqual(['own', 'same'])
    expect(inputs.sameResponse(single)).toBe('tuned')
    // What was wanted comes back with what it needs.
    expect(inputs.modes(pair)).toEqual(['own', 'same', 'length-matched'])
    expect(inputs.sameResponse(pair)).toBe('reference')
  })

  it('the newest mapping wins, and a refused one says why and keeps the fields', async () => {
    const answers: (() => void)[] = []
    stubBridge({
      'study/pick': () => ({ handle: 'data', preview }),
      'study/preview': async ({ mapping }) => {
        await new Promise<void>((done) => answers.push(done))
        if (mapping?.group === 'gone') {
          throw new Refusal({ code: 'request/invalid', message: 'no column "gone"' })
        }
        return { ...preview, mapping, nCases: mapping?.group === null ? 1 : 2 }
      }
    })
    const data = new StudyData()
    await data.pick()
    const first = data.change({ group: null })
    const second = data.change({ group: 'dataset' })
    answers[1]!()
    await second
    answers[0]!()
    await first
    expect(data.preview?.nCases).toBe(2)
    expect(data.isReading).toBe(false)
    const third = data.change({ group: 'gone' })
    answers[2]!()
    await third
    expect(data.error?.message).toBe('no column "gone"')
    expect(data.mapping.group).toBe('gone')
  })

  it('a cancelled dialog changes nothing; a file that cannot be read says why', async () => {
    stubBridge({ 'study/pick': () => null })
    const data = new StudyData()
    expect(await data.pick()).toBe(false)
    expect(data.picked).toBeNull()
    stubBridge({
      'study/pick': () => {
        throw new Refusal({ code: 'request/invalid', message: 'notes.txt: UTF-16, expected UTF-8' })
      }
    })
    expect(await data.pick()).toBe(false)
    expect(data.error?.message).toContain('UTF-16')
  })

  it('asks for the cost once, a moment after the last change', async () => {
    vi.useFakeTimers()
    try {
      const { calls, studies } = await readyStudies({ 'study/plan': () => fakeStudy.plan() })
      studies.cost.ask(studies.request())
      studies.inputs.nTokensLimit = 20
      studies.cost.ask(studies.request())
      await vi.runAllTimersAsync()
      const plans = calls.filter(({ name }) => name === 'study/plan')
      expect(plans.map(({ request }) => request)).toEqual([
        expect.objectContaining({ settings: expect.objectContaining({ nTokensLimit: 20 }) })
      ])
      expect(studies.cost.plan?.nCases).toBe(6)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a study that runs', () => {
  it('is drawn as it comes, then stored; maps are read from the job, then from the result', async () => {
    const { studies } = await readyStudies({
      'study/start': () => ({ jobId: 'j1' }),
      'job/partial': () => ({ kind: 'study', jobId: 'j1', record: fakeStudy.record(7) }),
      'result/open': () => openedStudy(),
      'study/ratings': () => [
        { case: 0, role: 'tuned', rating: 1, createdAt: '2026-11-26T12:00:00.000Z' }
      ]
    })
    await studies.start()
    expect(studies.isEditing).toBe(false)
    await studies.changed(jobStatus({ jobId: 'j1', kind: 'study', unitsDone: 7 }))
    expect(studies.record?.isPartial).toBe(true)
    expect(studies.source).toEqual({ jobId: 'j1' })
    expect(studies.ratings.stored).toEqual([])
    await studies.changed(jobStatus({ jobId: 'j1', kind: 'study', state: 'done', resultId: 'r1' }))
    expect(studies.record?.isPartial).toBe(false)
    expect(studies.source).toEqual({ resultId: 'r1' })
    expect(studies.ratings.stored).toHaveLength(1)
  })

  it('a refused start says why and keeps what is on screen', async () => {
    const { studies } = await readyStudies({
      'study/start': () => {
        throw new Refusal({ code: 'request/invalid', message: 'the data set has changed' })
      }
    })
    const result = openedStudy()
    studies.open(result)
    await studies.start()
    expect(studies.run.error?.message).toBe('the data set has changed')
    expect(studies.record).toBe(result.record)
  })

  it('goes back to the set-up when it ends with nothing to see', async () => {
    const { shell, studies } = await readyStudies({ 'study/start': () => ({ jobId: 'j1' }) })
    await studies.start()
    const job = jobStatus({ jobId: 'j1', kind: 'study', state: 'failed', unitsDone: 0 })
    shell.jobs.changed(job)
    await studies.changed(job)
    expect(studies.isEditing).toBe(true)
    expect(studies.isBusy).toBe(false)
  })

  it('imports recorded runs of one model or of both as a study', async () => {
    const { calls, studies } = await readyStudies({
      'study/pick-recorded': () => ({ handle: 'runs', name: 'vicuna-7b.jsonl' }),
      'study/import': () => ({ jobId: 'j2' })
    })
    studies.recorded.isOpen = true
    await studies.importRecorded()
    expect(calls.some(({ name }) => name === 'study/import')).toBe(false)
    await studies.recorded.pick('tuned')
    await studies.importRecorded()
    expect(calls.find(({ name }) => name === 'study/import')?.request).toEqual({
      base: null,
      tuned: 'runs'
    })
    expect(studies.recorded.isOpen).toBe(false)
    expect(studies.run.jobId).toBe('j2')
  })
})

describe('running the failed ones again', () => {
  const failed = () => openedStudy({ nCases: 6, nFailed: 2 })

  it('asks with the settings of the study and takes over what is done', async () => {
    const { calls, studies } = await readyStudies({ 'study/start': () => ({ jobId: 'j1' }) })
    studies.open(failed())
    await studies.runFailed()
    expect(calls.find(({ name }) => name === 'study/start')?.request).toMatchObject({
      base: 'b',
      tuned: 't',
      data: 'data',
      settings: { previous: 'r1', nTokensLimit: 300, mapping: preview.mapping }
    })
  })

  it('says which model or data set must be opened again', async () => {
    const { shell, studies } = await readyStudies()
    studies.open(failed())
    shell.pair.base = null
    expect(studies.rerun).toEqual({ missing: 'Open base as the base model to run them again.' })
    shell.pair.base = openedCheckpoint('b')
    studies.data.picked = { handle: 'other', preview: { ...preview, sha256: '00'.repeat(32) } }
    expect(studies.rerun).toEqual({ missing: 'Open the data set cases.jsonl to run them again.' })
  })

  it('is not offered where nothing failed, or nothing was computed here', async () => {
    const { studies } = await readyStudies()
    studies.open(openedStudy())
    expect(studies.rerun).toBeNull()
    studies.open(openedStudy({ source: 'recorded', nFailed: 1 }))
    expect(studies.rerun).toBeNull()
  })
})

describe('what of a study is looked at', () => {
  it('keeps the share of L that b cuts at when L changes', () => {
    const view = new StudyView()
    const seen = ([10, 5, 2, 10] as const).map((levels) => {
      view.levels = levels
      return view.threshold
    })
    expect(seen).toEqual([7, 3, 1, 7])
    view.threshold = 10
    expect(view.salience).toEqual({ levels: 10, threshold: 10, norm: 4 })
    view.changeSalience({ levels: 7, threshold: 3, norm: 2 })
    expect(view.salience).toEqual({ levels: 10, threshold: 3, norm: 2 })
  })

  it('every b from 0 to L can be said at every L', () => {
    const view = new StudyView()
    for (const levels of [10, 5, 2] as const) {
      view.levels = levels
      for (let b = 0; b <= levels; b++) {
        view.threshold = b
        expect(view.threshold).toBe(b)
      }
    }
  })

  it('a number opens its cases, one case undoes any filter, and another study forgets both', async () => {
    const { studies } = await readyStudies()
    const { view } = studies
    studies.open(openedStudy())
    view.case = 1
    view.openCases([2, 3], 'tuned, rewrite: 2 cases')
    expect(view.page).toBe('cases')
    expect(view.case).toBeNull()
    expect([...(view.filter.behind?.cases ?? [])]).toEqual([2, 3])
    view.openCase(5)
    expect(view.filter.behind).toBeNull()
    expect(view.case).toBe(5)
    studies.open(openedStudy())
    expect(view.page).toBe('tables')
    expect(view.case).toBeNull()
  })

  it('shows the wanted mode where the study has it, else its first', async () => {
    const { studies } = await readyStudies()
    studies.open(openedStudy({ nCases: 6, modes: ['same', 'length-matched'] }))
    expect(studies.mode).toBe('same')
    expect(studies.ratedMode).toBe('same')
    studies.view.mode = 'length-matched'
    expect(studies.mode).toBe('length-matched')
    studies.open(openedStudy())
    expect(studies.ratedMode).toBe('own')
  })

  it('reads the maps of a case and mode once', async () => {
    const { calls, studies } = await readyStudies({
      'study/case': ({ case: index, mode }) => fakeStudy.detail(index, mode)
    })
    studies.open(openedStudy())
    await studies.readMaps(3, 'same')
    await studies.readMaps(3, 'same')
    await studies.readMaps(3, 'own')
    expect(calls.filter(({ name }) => name === 'study/case').map(({ request }) => request)).toEqual(
      [
        { source: { resultId: 'r1' }, case: 3, mode: 'same' },
        { source: { resultId: 'r1' }, case: 3, mode: 'own' }
      ]
    )
    expect(studies.mapsOf(3, 'same')?.mode).toBe('same')
    expect(studies.mapsOf(2, 'same')).toBeUndefined()
  })
})
