import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../../main/service/store/canonical-json.ts'
import type { JsonPlain } from '../../../../main/worker/contract.ts'

it('reads alike whatever the order of the keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
    canonicalJson({ a: true, b: [1, { c: 'x', d: null }] })
  )
  expect(canonicalJson({ b: 1, a: -0 })).toBe('{"a":0,"b":1}')
})

it('keeps every plain value, keys such as __proto__ included', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // −0 is the one value that it changes, and JSON.stringify changes it alike.
      const text = canonicalJson(value as JsonPlain)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    })
  )
  const hostile = JSON.parse('{"__proto__": 1, "constructor": {"__proto__": []}}') as JsonPlain
  expect(JSON.parse(canonicalJson(hostile))).toEqual(hostile)
})

it('refuses what JSON would drop or change, naming its place', () => {
  const bad = (value: unknown) => () => canonicalJson(value as JsonPlain)
  expect(bad({ a: [1, Number.NaN] })).toThrowError('$.a[1] is NaN, expected a finite number')
  expect(bad({ a: Infinity })).toThrowError('$.a is Infinity')
  expect(bad([undefined])).toThrowError('$[0] is undefined')
  expect(bad(new Array(2))).toThrowError('$[0] is undefined')
  expect(bad({ a: new Date(0) })).toThrowError('$.a is [object Date]')
  expect(bad({ a: new Float32Array(1) })).toThrowError('$.a is [object Float32Array]')
  expect(bad({ a: 1n })).toThrowError('$.a is bigint')
  let deep: unknown = 0
  for (let i = 0; i < 100; i++) deep = [deep]
  expect(bad(deep)).toThrowError('deeper than 64')
})
