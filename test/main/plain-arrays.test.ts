import { expect, it } from 'vitest'
import { joinArrays, splitArrays } from '../../main/plain-arrays.ts'

it('splits and joins arrays at any place, under any key', () => {
  const data = {
    list: [{ a: Float32Array.of(1, 2) }, { b: null }],
    'a/b': { '~1': Uint8Array.of(3), '~0': Int32Array.of(4) },
    'a~1b': Float64Array.of(5),
    versions: { '@scope/name': '1.0' }
  }
  const split = splitArrays(data)
  expect(Object.keys(split.arrays).sort()).toEqual(['a~01b', 'a~1b/~00', 'a~1b/~01', 'list/0/a'])
  expect(JSON.parse(JSON.stringify(split.values))).toMatchObject({ 'a~1b': null })
  expect(joinArrays(split)).toEqual(data)
})

it('drops fields that are undefined', () => {
  expect(splitArrays({ a: undefined, b: 1 }).values).toEqual({ b: 1 })
})

it('puts an array only where a null waits for it, and never on a prototype', () => {
  const place = (values: string, path: string) => () =>
    joinArrays({ values: JSON.parse(values), arrays: { [path]: Uint8Array.of(1) } })
  for (const [values, path] of [
    ['{}', 'a'],
    ['{"a":1}', 'a'],
    ['{"a":null}', 'a/b'],
    ['{}', '__proto__'],
    ['{}', '__proto__/polluted'],
    ['{"a":{}}', 'a/constructor/prototype/polluted'],
    ['[null]', '1'],
    ['null', ''],
    ['5', 'a']
  ] as const) {
    expect(place(values, path)).toThrowError(expect.objectContaining({ code: 'request/invalid' }))
  }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})
