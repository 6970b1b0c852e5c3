import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grants, labelOf } from '../../main/grants.ts'

describe('grants', () => {
  it('gives a folder one handle of 128 random bits that names it', () => {
    const grants = new Grants()
    const handle = grants.grant('/models/base')
    expect(handle).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(grants.grant('/models/base')).toBe(handle)
    expect(grants.grant('/models/tuned')).not.toBe(handle)
    expect(grants.folderOf(handle)).toBe('/models/base')
  })

  it('gives other handles at the next start', () => {
    expect(new Grants().grant('/models/base')).not.toBe(new Grants().grant('/models/base'))
  })

  it('refuses every handle that it did not give out', () => {
    const grants = new Grants()
    const real = grants.grant('/models/base')
    const tries = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', '/models/base', '', `${real}x`, real.slice(1))
    )
    fc.assert(
      fc.property(tries, (handle) => {
        fc.pre(handle !== real)
        expect(() => grants.folderOf(handle)).toThrow(
          expect.objectContaining({ code: 'request/invalid' })
        )
      })
    )
  })

  it('labels a folder by its last two names', () => {
    expect(labelOf('/home/ann/models/base')).toBe('models/base')
    expect(labelOf('/base')).toBe('base')
  })
})
