import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { menuActions } from '../../../preload/menu-actions.ts'

it('every action that the menu names is registered by the window or one of its views', () => {
  const sources = readdirSync('renderer', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|ts)$/.test(name))
    .map((name) => readFileSync(join('renderer', name), 'utf8'))
    .join('\n')
  const registered = new Set([...sources.matchAll(/\bid: '([\w/-]+)'/g)].map((match) => match[1]))
  expect(menuActions.filter((action) => !registered.has(action))).toEqual([])
})
