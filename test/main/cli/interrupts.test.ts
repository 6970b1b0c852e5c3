import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { listenForInterrupts } from '../../../main/cli/interrupts.ts'

function setUp() {
  const source = new EventEmitter()
  let nowMs = 0
  const heard: string[] = []
  const interrupts = listenForInterrupts(source as NodeJS.Process, () => nowMs)
  interrupts.onSecond(() => heard.push('second'))
  const press = (atMs: number): void => {
    nowMs = atMs
    source.emit('SIGINT')
  }
  return { source, interrupts, heard, press }
}

it('tells one key press that arrives twice from two', () => {
  const { interrupts, heard, press } = setUp()
  interrupts.onFirst(() => heard.push('first'))
  press(1_000)
  press(1_002)
  press(1_050)
  expect(heard).toEqual(['first'])
  press(3_000)
  expect(heard).toEqual(['first', 'second'])
})

it('keeps a press for who listens later', () => {
  const { interrupts, heard, press } = setUp()
  press(10)
  interrupts.onFirst(() => heard.push('first'))
  expect(heard).toEqual(['first'])
})

it('gives the signals back', () => {
  const { source, interrupts, heard, press } = setUp()
  interrupts.release()
  press(10)
  press(5_000)
  expect(heard).toEqual([])
  expect(source.listenerCount('SIGINT')).toBe(0)
})
