import { describe, expect, it } from 'vitest'
import { checkEndpointUrl } from '../../../../preload/analysis/concepts/endpoint-url.ts'

describe('the address of an endpoint', () => {
  it.each([
    ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
    ['  http://localhost:11434/v1/ ', 'http://localhost:11434/v1'],
    ['HTTP://LocalHost:8000', 'http://localhost:8000'],
    ['http://[::1]:8000//', 'http://[::1]:8000'],
    ['http://2130706433/v1', 'http://127.0.0.1/v1'],
    ['http://model.localhost/v1', 'http://model.localhost/v1']
  ])('"%s" is this machine: no warning', (typed, url) => {
    expect(checkEndpointUrl(typed)).toEqual({
      isUsable: true,
      url,
      isLoopback: true,
      warning: null
    })
  })

  it.each([
    'http://192.168.1.7:8080/v1',
    'http://example.org',
    'http://127.0.0.1.example.org/v1',
    'http://localhost.example.org/v1',
    'http://notlocalhost/v1',
    'http://[::2]/v1'
  ])('"%s" is another machine, without encryption: a warning', (typed) => {
    expect(checkEndpointUrl(typed)).toMatchObject({
      isUsable: true,
      isLoopback: false,
      warning: expect.stringContaining('not encrypted')
    })
  })

  it('with https leaves this machine, but not in the open', () => {
    expect(checkEndpointUrl('https://example.org/v1')).toEqual({
      isUsable: true,
      url: 'https://example.org/v1',
      isLoopback: false,
      warning: null
    })
  })

  it.each([
    ['', /no address/],
    ['  ', /no address/],
    ['127.0.0.1:8080', /no address|starts with/],
    ['localhost:8080/v1', /starts with localhost:/],
    ['not an address', /no address/],
    ['ftp://127.0.0.1/v1', /starts with ftp:/],
    ['file:///etc/passwd', /starts with file:/],
    ['javascript:alert(1)', /starts with javascript:/],
    ['http://me@127.0.0.1/v1', /user name or password/],
    ['http://me:secret@127.0.0.1/v1', /user name or password/],
    ['http://127.0.0.1/v1?key=secret', /"\?"/],
    ['http://127.0.0.1/v1?', /"\?"/],
    ['http://127.0.0.1/v1#x', /"#"/],
    ['http://127.0.0.1/v1/chat/completions', /without \/chat\/completions/],
    ['http://127.0.0.1/v1/chat/completions/', /without \/chat\/completions/]
  ])('"%s" is refused, without quoting a secret', (typed, problem) => {
    const checked = checkEndpointUrl(typed)
    expect(checked).toMatchObject({ isUsable: false, problem: expect.stringMatching(problem) })
    expect(JSON.stringify(checked)).not.toContain('secret')
  })
})
