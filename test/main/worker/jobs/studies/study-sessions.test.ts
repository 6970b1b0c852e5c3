/** Loading weights is most of a small case's work: it is done once a model, not once a case. */
import { beforeEach, expect, it, vi } from 'vitest'
import type * as sessions from '../../../../../main/runtime/session.ts'
import { studyData, studySpec } from '../../../../helpers/study-job.ts'
import { runUnits } from '../../../../helpers/unit-runs.ts'

const loads = vi.hoisted(() => ({ count: 0 }))
vi.mock('../../../../../main/runtime/session.ts', async (importOriginal) => {
  const original = await importOriginal<typeof sessions>()
  return {
    ...original,
    createSession: (...given: Parameters<typeof original.createSession>) => {
      loads.count++
      return original.createSession(...given)
    }
  }
})
beforeEach(() => {
  loads.count = 0
})

const changes = {
  modes: ['own', 'same'],
  direction: 'forward',
  ablation: { method: 'remove', seed: 1 }
} as const

/** Sessions that were loaded before each unit of a study of one model. */
async function loadsBefore(memory: 'resident' | 'streamed'): Promise<Map<string, number>> {
  const before = new Map<string, number>()
  const goesOn = (unitId: string) => {
    before.set(unitId, loads.count)
    return true
  }
  await runUnits(studySpec({ base: 'llama' }, studyData, { ...changes, memory }), { goesOn })
  return before
}

it('resident, the first case and ablation load all that later ones need', async () => {
  const before = await loadsBefore('resident')
  const inOrder = [...before.keys()]
  // The shortest case has no instruction, so the second is the first that is ablated.
  expect(inOrder.filter((unitId) => unitId.startsWith('case/'))[2]).toBe('case/base/1')
  expect(before.get('case/base/1')).toBeGreaterThan(0)
  expect(before.get('verify')).toBe(before.get('case/base/1'))
})

it('streamed, each case loads its own', async () => {
  const before = await loadsBefore('streamed')
  expect(before.get('case/base/0')).toBeGreaterThan(before.get('case/base/1')!)
  expect(before.get('verify')).toBeGreaterThan(before.get('case/base/0')!)
})
