import { expect, it } from 'vitest'
import {
  annotationGroups,
  annotationUnits
} from '../../../../../main/analyses/labels/llm/annotation-units.ts'
import { appErrorOf } from '../../../../helpers/app-error.ts'
import { conceptWords } from '../../../../../main/analyses/labels/llm/concept-words.ts'
import { conceptsLayer, conceptsRecord } from './small-concepts.ts'

const record = conceptsRecord()

it('takes the leading concepts of every layer and model, as far as there are so many', () => {
  expect(annotationGroups(record, { layers: null, nDirections: 10 })).toEqual([
    { layer: 0, role: 'base', nDirections: 10 },
    { layer: 0, role: 'tuned', nDirections: 10 },
    { layer: 1, role: 'base', nDirections: 10 },
    { layer: 1, role: 'tuned', nDirections: 10 }
  ])
  expect(annotationGroups(record, { layers: [1, 7], nDirections: 300 })).toEqual([
    { layer: 1, role: 'base', nDirections: 12 },
    { layer: 1, role: 'tuned', nDirections: 12 }
  ])
})

it('cuts them into units of ten concepts and one seed, whose ids say what they hold', () => {
  const groups = [{ layer: 3, role: 'tuned', nDirections: 25 }] as const
  const units = annotationUnits(groups, [7, 2, 7])
  expect(units.map(({ unitId }) => unitId)).toEqual([
    'layer/3/tuned/seed/7/0-9',
    'layer/3/tuned/seed/7/10-19',
    'layer/3/tuned/seed/7/20-24',
    'layer/3/tuned/seed/2/0-9',
    'layer/3/tuned/seed/2/10-19',
    'layer/3/tuned/seed/2/20-24'
  ])
  expect(units[2]).toMatchObject({ firstDirection: 20, nDirections: 5, seed: 7 })
  expect(new Set(units.map(({ unitId }) => unitId)).size).toBe(units.length)
})

it('reads the leading words of a concept, strongest first', () => {
  const layer = conceptsLayer(1)
  expect(conceptWords(record, layer, 'tuned', 2, 3)).toEqual([
    '1-tuned-2-0',
    '1-tuned-2-1',
    '1-tuned-2-2'
  ])
  expect(conceptWords(record, layer, 'base', 11, 99)).toHaveLength(4)
})

it('refuses a concept that the layer does not have', () => {
  const layer = conceptsLayer(1)
  expect(appErrorOf(() => conceptWords(record, layer, 'base', 12, 3)).code).toBe('request/invalid')
  const alone = { ...layer, sides: layer.sides.slice(0, 1) }
  expect(appErrorOf(() => conceptWords(record, alone, 'tuned', 0, 3)).code).toBe('request/invalid')
  expect(appErrorOf(() => conceptWords({ words: [] }, layer, 'base', 0, 3)).message).toMatch(
    /expected one of 0/
  )
})
