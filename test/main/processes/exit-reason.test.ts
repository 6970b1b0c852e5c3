import { expect, it } from 'vitest'
import { describeExit, describeGone } from '../../../main/processes/exit-reason.ts'

it.each([
  [{ code: 0, signal: null }, 'clean-exit', 'ended by itself'],
  [{ code: 1, signal: null }, 'abnormal-exit', 'ended with an error (code 1)'],
  [{ code: null, signal: 'SIGSEGV' }, 'crashed', 'crashed in native code (SIGSEGV)'],
  [{ code: 134, signal: null }, 'crashed', 'crashed in native code (code 134)'],
  [{ code: -1073741819, signal: null }, 'crashed', 'crashed in native code (code -1073741819)'],
  [
    { code: null, signal: 'SIGABRT', lastOutput: 'FATAL ERROR: JavaScript heap out of memory' },
    'oom',
    'ran out of memory (SIGABRT)'
  ],
  [{ code: null, signal: 'SIGKILL', wasAsked: true }, 'killed', 'was stopped on request']
])('%j is %s', (facts, kind, sentence) => {
  expect(describeExit(facts)).toEqual({ kind, sentence })
})

it('a kill from outside is told apart from one on request', () => {
  const { kind, sentence } = describeExit({ code: null, signal: 'SIGKILL' })
  expect(kind).toBe('killed')
  expect(sentence).toContain('killed from outside')
})

it.each([
  ['oom', 'oom'],
  ['memory-eviction', 'memory-eviction'],
  ['launch-failed', 'launch-failed'],
  ['something-new', 'abnormal-exit']
])('the reason %s of Electron is %s', (reason, kind) => {
  expect(describeGone(reason, 5).kind).toBe(kind)
  expect(describeGone(reason, 5).sentence).toMatch(/^[a-z].* \(code 5\)$/)
})
