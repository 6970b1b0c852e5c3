import { describe, expect, expectTypeOf, it } from 'vitest'
import { AppError, errorCodes } from '../../../main/errors.ts'
import type { ErrorCode } from '../../../main/errors.ts'
import { client, emitter, listen, serve } from '../../../main/processes/rpc.ts'
import type { Handlers } from '../../../main/processes/rpc.ts'
import { channelPair } from '../../helpers/channel-pair.ts'
import { failureOf } from '../../helpers/failure.ts'

interface TestCalls {
  'number/double': [{ readonly value: number }, number]
  'array/sum': [Float32Array, { readonly sum: number; readonly same: Float32Array }]
  'error/throw': [{ readonly code: ErrorCode }, null]
  'reply/unclonable': [null, unknown]
  'reply/never': [null, null]
}

const handlers: Handlers<TestCalls> = {
  'number/double': ({ value }) => value * 2,
  'array/sum': async (array) => ({ sum: array.reduce((sum, x) => sum + x, 0), same: array }),
  'error/throw': ({ code }) => {
    throw new AppError(code, `message of ${code}`, {
      hint: 'a hint',
      file: 'a.bin',
      offsetBytes: 7
    })
  },
  'reply/unclonable': () => () => 'a function cannot be cloned',
  'reply/never': () => new Promise<null>(() => undefined)
}

function connected() {
  const [near, far] = channelPair()
  serve<TestCalls>(far, handlers)
  return { near, far, ...client<TestCalls>(near) }
}

describe('calls', () => {
  it('come back with their replies, overlapping ones each with its own', async () => {
    const { call } = connected()
    const replies = await Promise.all([1, 2, 3].map((value) => call('number/double', { value })))
    expect(replies).toEqual([2, 4, 6])
    expectTypeOf(replies).toEqualTypeOf<number[]>()
  })

  it('carry typed arrays as typed arrays', async () => {
    const { call } = connected()
    const array = Float32Array.of(0.5, -1, 3e-40)
    const { sum, same } = await call('array/sum', array)
    expect(same).toEqual(array)
    expect(sum).toBe(array.reduce((total, x) => total + x, 0))
  })

  it.each(errorCodes)('bring %s across with all that it says', async (code) => {
    const { call } = connected()
    const error = await failureOf(() => call('error/throw', { code }))
    const { message, hint, file, offsetBytes } = error
    expect({ code: error.code, message, hint, file, offsetBytes }).toEqual({
      code,
      message: `message of ${code}`,
      hint: 'a hint',
      file: 'a.bin',
      offsetBytes: 7
    })
  })

  it('fail when the name is unknown, also that of something every object has', async () => {
    const [near, far] = channelPair()
    serve<TestCalls>(far, handlers)
    const { call } = client<Record<string, [null, null]>>(near)
    for (const name of ['number/treble', 'toString', '__proto__']) {
      const error = await failureOf(() => call(name, null))
      expect(error).toMatchObject({ code: 'request/invalid' })
      expect(error.message).toContain(`call "${name}": unknown, expected one of number/double`)
    }
  })

  it('fail as a bug when the reply cannot be cloned', async () => {
    const { call } = connected()
    const error = await failureOf(() => call('reply/unclonable', null))
    expect(error).toMatchObject({ code: 'internal' })
    expect(error.message).toContain('reply/unclonable')
  })

  it('that wait are ended by the end of the line, and so are later ones', async () => {
    const { call, far } = connected()
    const waiting = failureOf(() => call('reply/never', null))
    await call('number/double', { value: 1 })
    far.close()
    expect((await waiting).code).toBe('engine/stopped')
    expect((await failureOf(() => call('number/double', { value: 1 }))).code).toBe('engine/stopped')
  })

  it('go both ways on one line', async () => {
    const [left, right] = channelPair()
    serve<TestCalls>(left, handlers)
    serve<TestCalls>(right, handlers)
    const leftwards = client<TestCalls>(right).call('number/double', { value: 4 })
    const rightwards = client<TestCalls>(left).call('number/double', { value: 5 })
    expect(await Promise.all([leftwards, rightwards])).toEqual([8, 10])
  })
})

it('events reach those who listen, in order, and nobody else', async () => {
  const [near, far] = channelPair()
  interface TestEvents {
    'count/changed': number
    'name/changed': string
  }
  const heard: number[] = []
  listen<TestEvents>(near, { 'count/changed': (count) => heard.push(count) })
  serve<TestCalls>(near, handlers)
  const emit = emitter<TestEvents>(far)
  emit('count/changed', 1)
  emit('name/changed', 'x')
  emit('count/changed', 2)
  await client<TestCalls>(far).call('number/double', { value: 1 })
  expect(heard).toEqual([1, 2])
})

it('a handler that is missing does not compile', () => {
  const [near] = channelPair()
  // @ts-expect-error four handlers are missing
  serve<TestCalls>(near, { 'number/double': handlers['number/double'] })
})
