import { expect, it } from 'vitest'
import { storeHome } from '../../../main/service/home.ts'

it('lies where SHIFTLENS_HOME says, else in the data folder of the system', () => {
  expect(storeHome({ SHIFTLENS_HOME: '/x/y' }, 'linux', '/home/a')).toBe('/x/y')
  expect(storeHome({}, 'linux', '/home/a')).toBe('/home/a/.local/share/shiftlens')
  expect(storeHome({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe('/data/shiftlens')
  expect(storeHome({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/Shiftlens')
  expect(storeHome({ APPDATA: '/roaming' }, 'win32', '/u')).toBe('/roaming/Shiftlens')
  expect(storeHome({ SHIFTLENS_HOME: '' }, 'linux', '/home/a')).toBe(
    '/home/a/.local/share/shiftlens'
  )
})
