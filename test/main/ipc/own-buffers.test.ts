import { deserialize, serialize } from 'node:v8'
import { expect, it } from 'vitest'
import { ownBuffers } from '../../../main/ipc/own-buffers.ts'

const shared = new ArrayBuffer(64)

it('gives every array that looks into a shared buffer one of its own, of the same type and numbers', () => {
  const views = [
    new Float64Array(shared, 8, 2).fill(0.5),
    new Float32Array(shared, 32, 1).fill(1.5),
    new Int32Array(shared, 36, 2).fill(-7),
    new Uint8Array(shared, 60, 3).fill(9),
    new Int32Array(shared, 0, 0)
  ]
  const owned = ownBuffers(views) as typeof views
  expect(owned).toEqual(views)
  for (const [i, view] of owned.entries()) {
    expect(view.buffer.byteLength).toBe(view.byteLength)
    expect(view.constructor).toBe(views[i]!.constructor)
  }
})

it('reaches what came in one message of a child process, however deep it lies', () => {
  const reply = { sides: [{ words: ['a', null], heads: [{ first: Int32Array.of(1, 2, 3) }] }] }
  // Node sends messages of children in this form.
  const arrived = deserialize(serialize(reply)) as typeof reply
  const arrivedArray = arrived.sides[0]!.heads[0]!.first
  expect(arrivedArray.buffer.byteLength).toBeGreaterThan(arrivedArray.byteLength)
  const owned = ownBuffers(arrived) as typeof reply
  expect(owned).toEqual(reply)
  expect(owned.sides[0]!.heads[0]!.first.buffer.byteLength).toBe(12)
  expect(arrived.sides[0]!.heads[0]!.first).toBe(arrivedArray)
})

it('copies nothing that owns its buffer, and keeps what it does not know', () => {
  const view = new DataView(shared, 4, 4)
  for (const value of [
    null,
    'text',
    7,
    Float32Array.of(1),
    { a: [Int32Array.of(1)], b: { c: 'd' } },
    [new Date(0)],
    new Map([['a', new Uint8Array(shared, 1, 1)]]),
    view,
    shared
  ]) {
    expect(ownBuffers(value)).toBe(value)
  }
})

it('takes a Buffer out of the pool that it shares', () => {
  const pooled = Buffer.from('pooled')
  expect(pooled.buffer.byteLength).toBeGreaterThan(pooled.byteLength)
  const owned = ownBuffers(pooled) as Uint8Array
  expect(owned.buffer.byteLength).toBe(pooled.byteLength)
  expect(Buffer.from(owned).toString()).toBe('pooled')
})
