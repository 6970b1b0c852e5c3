import { expect, it } from 'vitest'
import { matchesKeys, spellKeys } from '../../../renderer/state/keys.ts'

const press = (key: string, ...held: ('ctrl' | 'meta' | 'shift' | 'alt')[]) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt')
})

it.each([
  ['Mod+Shift+P', press('P', 'ctrl', 'shift'), true],
  ['Mod+Shift+P', press('p', 'ctrl'), false],
  ['Mod+P', press('P', 'ctrl', 'shift'), false],
  ['Mod+,', press(',', 'ctrl'), true],
  ['?', press('?', 'shift'), true],
  ['?', press('?', 'ctrl', 'shift'), false],
  ['F2', press('F2'), true],
  ['F2', press('F2', 'shift'), false],
  ['Mod+O', press('o', 'alt', 'ctrl'), false],
  ['Mod+O', press('o', 'meta'), false]
])('%s against %o is %s', (keys, event, isMatch) => {
  expect(matchesKeys(keys, event, false)).toBe(isMatch)
})

it('Mod is the command key on a Mac', () => {
  expect(matchesKeys('Mod+O', press('o', 'meta'), true)).toBe(true)
  expect(matchesKeys('Mod+O', press('o', 'ctrl'), true)).toBe(false)
  expect(spellKeys('Mod+Shift+P', true)).toEqual(['⌘', '⇧', 'P'])
  expect(spellKeys('Mod+Shift+P', false)).toEqual(['Ctrl', 'Shift', 'P'])
})
