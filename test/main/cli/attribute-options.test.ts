import { expect, it } from 'vitest'
import { readAttributeOptions } from '../../../main/cli/attribute-options.ts'

const plain = {
  base: '/b',
  prompt: 'Sum it up. Now: sum it up.',
  tokens: '256',
  instruction: [],
  target: 'probability',
  direction: 'auto',
  memory: 'auto',
  estimator: 'gradient',
  leaveOneOut: false,
  chatTemplate: false,
  device: 'auto',
  threads: '0',
  json: '/out.json'
}
const settingsOf = (changes: object) =>
  readAttributeOptions({ ...plain, ...changes }).request.settings

it('lets the tuned model respond unless told otherwise, the base without one', () => {
  expect(settingsOf({})).toMatchObject({ respond: 'base', response: null })
  expect(settingsOf({ tuned: '/t' })).toMatchObject({ respond: 'tuned', response: null })
  expect(settingsOf({ tuned: '/t', respond: 'own' }).respond).toBe('own')
  expect(settingsOf({ tuned: '/t', response: 'Yes.' })).toMatchObject({
    respond: 'given',
    response: 'Yes.'
  })
})

it('finds every instruction, the first of several, and names the others', () => {
  const { request, warnings } = readAttributeOptions({
    ...plain,
    instruction: ['um it up', 'Now:']
  })
  expect(request.settings.instructionSpans).toEqual([
    [1, 9],
    [11, 15]
  ])
  expect(warnings).toEqual([
    'instruction "um it up" is in the prompt 2 times: the one at character 1 is used, not 17'
  ])
})

it('takes every setting as it is given', () => {
  const given = {
    tokens: '7',
    target: 'contrastive',
    foil: 'No',
    direction: 'forward',
    memory: 'streamed',
    leaveOneOut: true,
    chatTemplate: true,
    device: 'cpu',
    threads: '3'
  }
  expect(settingsOf({ tuned: '/t', ...given })).toEqual({
    prompt: plain.prompt,
    response: null,
    respond: 'tuned',
    nTokensLimit: 7,
    instructionSpans: [],
    target: 'contrastive',
    foil: 'No',
    estimator: 'gradient',
    withLeaveOneOut: true,
    useChatTemplate: true,
    direction: 'forward',
    memory: 'streamed',
    device: 'cpu',
    nThreads: 3
  })
})
