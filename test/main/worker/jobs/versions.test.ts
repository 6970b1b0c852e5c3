import { expect, it } from 'vitest'
import { assertSameVersions, programVersions } from '../../../../main/worker/jobs/versions.ts'

it('goes on with a run of the same method and engine', () => {
  expect(() => assertSameVersions({ ...programVersions(1), shiftlens: '0.0.0' }, 1)).not.toThrow()
})

it.each(['method', 'onnxruntime'])(
  'refuses a run that began with another %s, and names it',
  (name) => {
    const begunWith = { ...programVersions(1), [name]: '0' }
    expect(() => assertSameVersions(begunWith, 1)).toThrow(`the run began with ${name} 0`)
  }
)
