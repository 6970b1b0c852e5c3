import { expect, it } from 'vitest'
import { readConceptsOptions } from '../../../main/cli/concepts-options.ts'
import { layerList } from '../../../main/cli/layer-list.ts'

const plain = {
  base: '/b',
  count: '300',
  top: '50',
  threshold: '0.5',
  threads: '0',
  json: '/out.json'
}

it('takes every layer and the words of the tokenizer unless told otherwise', () => {
  const { request, directionsFile } = readConceptsOptions(plain)
  expect(request).toMatchObject({ base: '/b', tuned: null, words: null })
  expect(request.settings).toMatchObject({ layers: null, nDirections: 300, nWords: 50 })
  expect(request.settings.keepDirections).toBe(false)
  expect(directionsFile).toBeNull()
})

it('keeps the directions where a file for them is named', () => {
  const { request, directionsFile } = readConceptsOptions({
    ...plain,
    directions: '/d.safetensors'
  })
  expect(request.settings.keepDirections).toBe(true)
  expect(directionsFile).toBe('/d.safetensors')
})

it('reads layers as ranges and single ones, each once and in order', () => {
  expect(layerList('0-3')).toEqual([0, 1, 2, 3])
  expect(layerList('12, 0-2,1')).toEqual([0, 1, 2, 12])
})

it.each(['', 'x', '3-1', '-1', '1-', '1;2', '0-99999'])('refuses "%s" as layers', (layers) => {
  expect(() => readConceptsOptions({ ...plain, layers })).toThrow(/--layers: found/)
})

it.each(['2', '-0.1', 'x', '1.5'])('refuses %s as a threshold', (threshold) => {
  expect(() => readConceptsOptions({ ...plain, threshold })).toThrow(/a number from 0 to 1/)
})
