import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate } from '../../main/menu.ts'
import { menuActions } from '../../preload/menu-actions.ts'

vi.mock('electron', () => ({ Menu: {} }))

function itemsOf(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
}

describe('the menu', () => {
  it('has File, Edit, View, Go and Help, and every action of the list once', () => {
    const act = vi.fn()
    const template = menuTemplate({ isMac: false, isPackaged: true, act })
    expect(template.map(({ label }) => label)).toEqual(['&File', '&Edit', '&View', '&Go', '&Help'])
    for (const item of itemsOf(template)) {
      ;(item.click as (() => void) | undefined)?.()
    }
    const acted = act.mock.calls.map(([action]) => String(action))
    expect(acted.toSorted()).toEqual([...menuActions].toSorted())
  })

  it('has no developer tools and no reload in the package', () => {
    const rolesOf = (isPackaged: boolean): unknown[] =>
      itemsOf(menuTemplate({ isMac: false, isPackaged, act: vi.fn() })).map(({ role }) => role)
    for (const role of ['reload', 'toggleDevTools']) {
      expect(rolesOf(true)).not.toContain(role)
      expect(rolesOf(false)).toContain(role)
    }
    expect(rolesOf(true)).not.toContain('forceReload')
  })

  it('uses no accelerator twice', () => {
    const keys = itemsOf(menuTemplate({ isMac: true, isPackaged: false, act: vi.fn() }))
      .map(({ accelerator }) => accelerator)
      .filter((key) => key !== undefined)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
