import { expect, it } from 'vitest'
import { conceptsLimits } from '../../../../main/worker/jobs/concepts-limits.ts'
import { depthLimit, layersOf } from '../../../../main/worker/jobs/layer-scope.ts'
import type { ConceptsSide } from '../../../../preload/analysis/concepts/record.ts'

const side = (role: 'base' | 'tuned', changes: Partial<ConceptsSide> = {}): ConceptsSide => ({
  ...{ role, name: role, fingerprint: '', nLayers: 4, dModel: 64, dFfn: 172 },
  ...changes
})

it('takes every layer that a model has, or those asked for in order', () => {
  const sides = [side('base'), side('tuned', { nLayers: 6 })]
  expect(layersOf(null, sides)).toEqual([0, 1, 2, 3, 4, 5])
  expect(layersOf([5, 0, 5], sides)).toEqual([0, 5])
  expect(() => layersOf([6], sides)).toThrow(/layer 6: not in the models, expected 0 to 5/)
})

it('finds nothing to say of a pair that compares in full, or of one model', () => {
  expect(conceptsLimits([side('base'), side('tuned')], true)).toEqual([])
  expect(conceptsLimits([side('tuned')], true)).toEqual([])
})

it('names what cannot be compared: other widths, depths and tokenizers', () => {
  const limits = conceptsLimits([side('base'), side('tuned', { dModel: 48, nLayers: 5 })], false)
  expect(limits).toHaveLength(3)
  expect(limits[0]).toContain('hidden sizes differ (base 64, tuned 48)')
  expect(limits[1]).toContain('layer 4 is in the tuned model only')
  expect(limits[2]).toContain('tokenizers differ')
  expect(depthLimit(side('base', { nLayers: 9 }), side('tuned'))).toContain(
    'layers 4 to 8 are in the base model only'
  )
})
