import { expect, it } from 'vitest'
import {
  estimateStoredBytes,
  requireFreeSpace
} from '../../../../main/service/jobs/needed-space.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { fakeSpec } from '../../../helpers/fake-job.ts'

const { kind, request } = fakeSpec({ seed: 1, nUnits: 1 })
const settings = { ...request.settings, prompt: 'x'.repeat(1_000), nTokensLimit: 500 }
const single = { kind, request: { ...request, settings } }
const pair = {
  kind,
  request: {
    base: '/a',
    tuned: '/b',
    settings: { ...settings, withLeaveOneOut: true }
  }
}

it('counts a float32 matrix a model and estimator, as units and as result', () => {
  expect(estimateStoredBytes(single)).toBe(1_000 * 500 * 4 * 2)
  expect(estimateStoredBytes(pair)).toBe(1_000 * 500 * 4 * 2 * 2 * 2)
})

it('asks for a fifth more than the estimate and 200 MB', () => {
  const neededBytes = 4e6 * 1.2 + 200e6
  expect(() => requireFreeSpace(single, neededBytes)).not.toThrow()
  const error = appErrorOf(() => requireFreeSpace(single, neededBytes - 1))
  expect(error).toMatchObject({ code: 'store/full' })
  expect(error.message).toContain('205 MB needed')
})
