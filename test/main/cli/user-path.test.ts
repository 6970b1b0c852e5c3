import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { userPath } from '../../../main/cli/user-path.ts'

it('starts where the user was when npm runs the script', () => {
  const env = { npm_lifecycle_event: 'shiftlens', INIT_CWD: resolve('/home/me') }
  expect(userPath('a.json', env, '/checkout')).toBe(resolve('/home/me/a.json'))
  expect(userPath('/a.json', env, '/checkout')).toBe(resolve('/a.json'))
})

it('starts in the working folder otherwise, under other npm scripts too', () => {
  const env = { npm_lifecycle_event: 'test', INIT_CWD: '/home/me' }
  expect(userPath('a.json', env, '/work')).toBe(resolve('/work/a.json'))
  expect(userPath('a.json', {}, '/work')).toBe(resolve('/work/a.json'))
})
