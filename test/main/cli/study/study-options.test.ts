import { CommanderError } from 'commander'
import { expect, it } from 'vitest'
import { studyMap } from '../../../../main/cli/study/study-map.ts'
import {
  readStudyImport,
  readStudyReport,
  readStudyRun
} from '../../../../main/cli/study/study-options.ts'
import { mappingOf, settingsOf } from '../../../../main/cli/study/study-settings.ts'
import type { StudyMapping } from '../../../../preload/analysis/studies/dataset.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'

const plain = {
  base: '/b',
  data: '/d.jsonl',
  match: 'only',
  mode: [],
  tokens: '300',
  seed: '0',
  chatTemplate: false,
  direction: 'auto',
  memory: 'auto',
  device: 'auto',
  threads: '0',
  strict: false,
  yes: false
}

const run = (changes: object) => readStudyRun({ ...plain, ...changes })

function wrongUseOf(work: () => unknown): string {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.message
    throw thrown
  }
  throw new Error('nothing was thrown, expected a CommanderError')
}

it('reads columns by name, with commas and equal signs in them', () => {
  expect(studyMap('prompt=question')).toEqual({ prompt: 'question' })
  expect(studyMap('prompt=a, b,group=x=y,rating=')).toEqual({
    prompt: 'a, b',
    group: 'x=y',
    rating: null
  })
})

it.each([
  ['an unknown key', 'answer=a', 'found "answer=a", expected one of id, prompt'],
  ['no column', 'prompt', 'found "prompt"'],
  ['a key twice', 'group=a,group=b', 'found group twice'],
  ['an empty prompt', 'prompt=', 'prompt needs a column']
])('refuses a map with %s', (_, text, message) => {
  expect(wrongUseOf(() => studyMap(text))).toContain(message)
})

it('takes modes from lists and repetition, each once and in their order', () => {
  expect(run({ tuned: '/t', mode: ['length-matched,same', 'own', 'same'] }).modes).toEqual([
    'own',
    'same',
    'length-matched'
  ])
  expect(run({}).modes).toBeNull()
})

it.each<readonly [string, object, string]>([
  ['an unknown mode', { mode: ['mine'] }, '--mode: found "mine", expected some of own, same'],
  ['an empty mode', { mode: ['own,'] }, '--mode: found ""'],
  ['one model to match', { mode: ['length-matched'] }, 'length-matched: needs --tuned'],
  ['the response of no model', { same: 'tuned' }, '--same tuned: needs --tuned'],
  ['a response for nothing', { same: 'base', mode: ['own'] }, '--same base: needs --mode same'],
  ['no cases', { cases: '0' }, '--cases: found 0, expected a whole number from 1'],
  ['an unknown ablation', { ablate: 'burn' }, '--ablate: found "burn"'],
  ['an unknown match', { match: 'some' }, '--match: found "some"']
])('refuses %s', (_, changes, message) => {
  expect(wrongUseOf(() => run(changes))).toContain(message)
})

it('asks for something to report and something to import', () => {
  expect(wrongUseOf(() => readStudyReport({}))).toContain('found no file')
  expect(wrongUseOf(() => readStudyImport({ strict: false }))).toContain('found no run')
  expect(readStudyReport({ csv: '/c.csv' })).toMatchObject({ csv: '/c.csv', html: null })
})

const proposed: StudyMapping = {
  id: 'case',
  prompt: 'prompt',
  input: null,
  response: 'response',
  instruction: 'instruction',
  instructionMatch: 'only',
  group: 'dataset',
  rating: null
}
const columns = [{ name: 'a', type: 'text', examples: [] } as const]

it('puts named columns in place of the proposed ones', () => {
  const words = { prompt: 'question', group: null, rating: 'stars' }
  expect(mappingOf({ name: 'd', mapping: proposed, columns }, words, 'first')).toEqual({
    ...proposed,
    prompt: 'question',
    group: null,
    rating: 'stars',
    instructionMatch: 'first'
  })
})

it('asks for the prompt where no column looks like one', () => {
  const error = appErrorOf(() => mappingOf({ name: 'd.csv', mapping: null, columns }, {}, 'only'))
  expect(error.message).toBe('d.csv: no column looks like a prompt, found a')
  expect(error.hint).toContain('--map prompt=')
  expect(mappingOf({ name: 'd.csv', mapping: null, columns }, { prompt: 'a' }, 'all')).toEqual({
    ...Object.fromEntries(Object.keys(proposed).map((key) => [key, null])),
    prompt: 'a',
    instructionMatch: 'all'
  })
})

it('compares on the same response where there is one, else on each model’s own', () => {
  const of = (changes: object, nWithResponse: number) =>
    settingsOf(run(changes), { nWithResponse }, proposed)
  expect(of({}, 5)).toMatchObject({ modes: ['same'], sameResponse: 'reference' })
  expect(of({ tuned: '/t' }, 0)).toMatchObject({ modes: ['own'], sameResponse: 'tuned' })
  expect(of({}, 0)).toMatchObject({ modes: ['own'], sameResponse: 'base' })
  expect(of({ tuned: '/t', same: 'base' }, 5)).toMatchObject({
    modes: ['same'],
    sameResponse: 'base'
  })
  expect(of({ tuned: '/t', mode: ['own', 'length-matched'] }, 5).modes).toEqual([
    'own',
    'length-matched'
  ])
})

it('takes every setting as it is given', () => {
  const given = {
    tuned: '/t',
    cases: '7',
    tokens: '9',
    ablate: 'mask',
    seed: '5',
    chatTemplate: true,
    direction: 'forward',
    memory: 'streamed',
    device: 'cpu',
    threads: '3'
  }
  expect(settingsOf(run(given), { nWithResponse: 1 }, proposed)).toEqual({
    mapping: proposed,
    modes: ['same'],
    sameResponse: 'reference',
    nCasesLimit: 7,
    nTokensLimit: 9,
    useChatTemplate: true,
    ablation: { method: 'mask', seed: 5 },
    direction: 'forward',
    memory: 'streamed',
    device: 'cpu',
    nThreads: 3,
    previous: null
  })
})
