import { expect, it } from 'vitest'
import { jobTitle } from '../../../../main/service/jobs/job-title.ts'
import { fakeSpec } from '../../../helpers/fake-job.ts'

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
