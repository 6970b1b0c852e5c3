import { expect, it } from 'vitest'
import { firstSettings, SettingsState } from '../../../renderer/state/settings.svelte.ts'
import { resolveTheme } from '../../../renderer/state/theme.ts'
import { Refusal, stubBridge } from '../../helpers/stub-bridge.ts'

it('a change is on screen before it is stored', async () => {
  stubBridge({ 'settings/write': (settings) => settings })
  const settings = new SettingsState()
  const written = settings.change({ theme: 'dark' })
  expect(settings.theme).toBe('dark')
  await written
  expect(settings.value).toEqual({ ...firstSettings, theme: 'dark' })
})

it('a change that could not be stored is taken back with the reason', async () => {
  stubBridge({
    'settings/write': () => {
      throw new Refusal({ code: 'store/full', message: 'no space left' })
    }
  })
  const settings = new SettingsState()
  await settings.change({ levels: 20 })
  expect(settings.value.levels).toBe(firstSettings.levels)
  expect(settings.error?.code).toBe('store/full')
})

it.each([
  ['system', 'dark', 'dark'],
  ['system', 'light', 'light'],
  ['light', 'dark', 'light'],
  ['dark', 'light', 'dark']
] as const)('theme %s while the system asks for %s is %s', (setting, system, shown) => {
  expect(resolveTheme(setting, system)).toBe(shown)
})
