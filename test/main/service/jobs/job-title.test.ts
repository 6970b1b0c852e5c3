import { expect, it } from 'vitest'
import { jobTitle } from '../../../../main/service/jobs/job-title.ts'
import {
  fakeAnnotationRequest,
  fakeAttentionRequest,
  fakeConceptsRequest,
  fakeHeadsRequest,
  fakeSpec,
  fakeStudyRequest
} from '../../../helpers/fake-job.ts'

function titleOf(prompt: string): string {
  const { kind, request } = fakeSpec({ seed: 1, nUnits: 1 })
  return jobTitle({ kind, request: { ...request, settings: { ...request.settings, prompt } } })
}

it('is the first words of the prompt on one line', () => {
  expect(titleOf('  Name the\n\tcolour. ')).toBe('Name the colour.')
  expect(titleOf(' \n ')).toBe('Untitled')
})

it('is cut between characters, not inside one', () => {
  const title = titleOf('😀'.repeat(80))
  expect([...title]).toHaveLength(60)
  expect(title).toBe(`${'😀'.repeat(59)}…`)
})

it('names the models of concepts as their folders are called', () => {
  const request = fakeConceptsRequest({ seed: 1, nUnits: 1 })
  const titled = (base: string | null, tuned: string | null) =>
    jobTitle({ kind: 'concepts', request: { ...request, base, tuned } })
  expect(titled('/models/llama', '/models/vicuna')).toBe('Concepts: llama → vicuna')
  expect(titled(null, '/models/vicuna')).toBe('Concepts: vicuna')
  expect(titled('/runs/seven/checkpoint-500', null)).toBe('Concepts: seven/checkpoint-500')
  const snapshot = '/cache/models--org--name/snapshots/0123456789abcdef'
  expect(titled(snapshot, null)).toBe('Concepts: org/name')
})

it('names the models of heads likewise, and attention patterns by their prompt', () => {
  const plan = { seed: 1, nUnits: 1 }
  const request = { ...fakeHeadsRequest(plan), base: '/models/llama', tuned: '/models/vicuna' }
  expect(jobTitle({ kind: 'heads', request })).toBe('Heads: llama → vicuna')
  const plain = fakeAttentionRequest(plan)
  const titled = (prompt: string) =>
    jobTitle({
      kind: 'attention',
      request: { ...plain, settings: { ...plain.settings, prompt } }
    })
  expect(titled(' Name the\n colour. ')).toBe('Attention: Name the colour.')
  expect([...titled('x'.repeat(99))]).toHaveLength(60)
})

it('names the models and the data set of a study, and the files of recorded runs', () => {
  const plain = fakeStudyRequest({ seed: 1, nUnits: 1 })
  const request = { ...plain, tuned: '/models/tuned', data: '/data/my cases.jsonl' }
  expect(jobTitle({ kind: 'study', request })).toBe('Study: base → tuned, my cases.jsonl')
  const recorded = { base: '/runs/llama-7b.jsonl', tuned: '/runs/vicuna-7b.jsonl' }
  expect(jobTitle({ kind: 'study-import', request: recorded })).toBe(
    'Recorded: llama-7b.jsonl → vicuna-7b.jsonl'
  )
})

it('names the language model that labels, and what it labels', () => {
  const plain = fakeAnnotationRequest('x', { seed: 1, nUnits: 1 })
  const request = { ...plain, settings: { ...plain.settings, model: 'mistral-7b' } }
  expect(jobTitle({ kind: 'annotation', request }, 'Depths')).toBe(
    'Labels by mistral-7b for Depths'
  )
})
