import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { forkChild } from '../../../main/processes/child-process.ts'
import { allowedEnvironment, allowedVariables } from '../../../main/processes/environment.ts'
import { client } from '../../../main/processes/rpc.ts'
import type { WorkerCalls } from '../../../main/worker/contract.ts'
import { failureOf } from '../../helpers/failure.ts'

const fakeWorker = fileURLToPath(new URL('../../helpers/fake-worker.ts', import.meta.url))

function forked(overrides: { program?: string; execPath?: string } = {}) {
  const source = { ...process.env, SECRET_TOKEN: 'x', NODE_OPTIONS: '--title=evil', LANG: 'C' }
  const child = forkChild({
    program: fakeWorker,
    args: [],
    execPath: process.execPath,
    env: allowedEnvironment(source),
    heapLimitMb: 256,
    onOutput: () => undefined,
    ...overrides
  })
  onTestFinished(() => child.kill())
  return { child, ...client<WorkerCalls>(child.channel) }
}

it('gives a process only the variables that are allowed', async () => {
  const { call } = forked()
  // The fake desk answers with the names of its environment.
  const { tokens } = await call('text/tokenize', { folder: '/', text: '' })
  expect(tokens).toContain('PATH')
  expect(tokens).toContain('LANG')
  const ofNode = ['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'NODE_UNIQUE_ID']
  const strangers = tokens.filter((name) => ![...allowedVariables, ...ofNode].includes(name))
  expect(strangers).toEqual([])
})

it('brings errors across processes', async () => {
  const { call } = forked()
  const error = await failureOf(() => call('checkpoint/describe', { folder: '/nowhere' }))
  expect(error).toMatchObject({ code: 'checkpoint/unreadable', file: '/nowhere' })
})

it('ends waiting calls and names the signal when the process dies', async () => {
  const { call, child } = forked()
  const reason = new Promise((resolve) => child.onExit(resolve))
  const error = await failureOf(() => call('device/test', { device: 'cuda' }))
  expect(error.code).toBe('engine/stopped')
  expect(error.message).toContain('SIGKILL')
  expect(await reason).toMatchObject({ kind: 'killed' })
})

it('tells a full heap from other crashes', async () => {
  const { call, child } = forked()
  const reason = new Promise((resolve) => child.onExit(resolve))
  const error = await failureOf(() => call('device/test', { device: 'dml' }))
  expect(error.message).toContain('ran out of memory')
  expect(await reason).toMatchObject({ kind: 'oom' })
})

it('says so when a kill was asked for', async () => {
  const { child } = forked()
  const reason = new Promise((resolve) => child.onExit(resolve))
  child.kill()
  expect(await reason).toEqual({ kind: 'killed', sentence: 'was stopped on request' })
})

it('tells of a program that cannot be started', async () => {
  const { child, call } = forked({ execPath: '/nowhere/node' })
  const reason = new Promise((resolve) => child.onExit(resolve))
  expect(await reason).toMatchObject({ kind: 'launch-failed' })
  expect((await failureOf(() => call('device/list', null))).code).toBe('engine/stopped')
})

it('ends when its parent lets go of it', async () => {
  const { child, call } = forked()
  await call('device/list', null)
  const reason = new Promise((resolve) => child.onExit(resolve))
  child.channel.close()
  expect(await reason).toMatchObject({ kind: 'clean-exit' })
})
